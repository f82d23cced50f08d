/** Where the shipped plans, documents, reports and the sample lie: templates/ beside src/ and dist/ alike. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const home = join(dirname(fileURLToPath(import.meta.url)), "..", "templates");

export const templatePath = (...parts: readonly string[]): string => join(home, ...parts);
