/** The browser of this computer, for tests of what runs in one; without one they are skipped, and say so. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";

export const program = ["chromium", "chromium-browser", "google-chrome"]
  .flatMap((name) => (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, name)))
  .find((path) => existsSync(path));
if (program === undefined) console.warn("no chromium on this computer: nothing is tried in a browser");

/** It refuses to start for root with its sandbox on. */
export const launched = (): Promise<Browser> =>
  chromium.launch({ executablePath: program ?? "", ...(process.getuid?.() === 0 && { args: ["--no-sandbox"] }) });
