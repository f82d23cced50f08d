/** A page printed by the browser of this computer, where there is one; nothing of it comes with this program, and nothing is installed. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";

export type Printed = { readonly content: Uint8Array } | { readonly reason: string };

/** Milliseconds for the browser to start and print one page. */
const patience = 60_000;
/** A3 across at 96 dots an inch. */
const window = "1587,1123";

/** A page as PDF on its own paper, or as a picture of an A3 sheet at twice the dots. @param path where programs are sought, as the PATH variable says */
export async function printed(html: string, as: "pdf" | "png", path: string): Promise<Printed> {
  const program = browserIn(path);
  if (program === null) return { reason: "这台电脑没有找到浏览器（Chrome、Edge、Chromium）" };
  const folder = await mkdtemp(join(tmpdir(), "tuban-page-"));
  try {
    const [page, made] = [join(folder, "page.html"), join(folder, `page.${as}`)];
    await writeFile(page, html);
    await run(program, [
      "--headless",
      "--disable-gpu",
      "--hide-scrollbars",
      // A profile of its own, so that a browser open on the desktop is left alone.
      `--user-data-dir=${join(folder, "profile")}`,
      // A browser refuses to start for root with its sandbox on.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ...(as === "pdf"
        ? ["--no-pdf-header-footer", `--print-to-pdf=${made}`]
        : [`--window-size=${window}`, "--force-device-scale-factor=2", `--screenshot=${made}`]),
      pathToFileURL(page).href,
    ]);
    const content = await readFile(made).catch(() => null);
    return content === null ? { reason: `浏览器（${program}）没有打印成` } : { content };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(program: string, words: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    // Whether the page is there tells more than how the browser ended.
    execFile(program, [...words], { timeout: patience }, () => resolve());
  });
}

const windowsPlaces = ["Google\\Chrome\\Application\\chrome.exe", "Microsoft\\Edge\\Application\\msedge.exe"];
const macPlaces = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

function browserIn(path: string): string | null {
  const folders = path.split(delimiter).filter((folder) => folder !== "");
  const usual =
    process.platform === "win32"
      ? ["C:\\Program Files", "C:\\Program Files (x86)"].flatMap((drive) =>
          windowsPlaces.map((place) => join(drive, place)),
        )
      : process.platform === "darwin"
        ? macPlaces
        : [];
  const sought = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...usual];
  return sought.find((file) => existsSync(file)) ?? null;
}
