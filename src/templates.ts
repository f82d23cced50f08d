/** Where the shipped plans, documents, reports and the sample lie: templates/ beside src/ and dist/ alike. */
import { join } from "node:path";

const home = join(import.meta.dirname, "..", "templates");

export const templatePath = (...parts: readonly string[]): string => join(home, ...parts);
