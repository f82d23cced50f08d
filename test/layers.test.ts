/** The law of imports (CONTRIBUTING.md, architecture page). */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".ts"),
);

interface Import {
  /** Both as paths below src, or a package's name as it is written. */
  readonly from: string;
  readonly to: string;
}

const imports: readonly Import[] = sources.flatMap((file) => {
  const text = readFileSync(join(root, "src", file), "utf8");
  const named = [...text.matchAll(/(?<![\w-])(?:from|import\()\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
  const bare = [...text.matchAll(/^import\s+"([^"]+)"/gm)].map((match) => match[1] ?? "");
  return [...named, ...bare].map((to) => ({
    from: file,
    to: to.startsWith(".") ? relative(join(root, "src"), resolve(root, "src", dirname(file), to)) : to,
  }));
});

const roomOf = (path: string): string => (path.includes("/") ? (path.split("/")[0] ?? "") : path.replace(/\.ts$/, ""));
const isSource = (path: string): boolean => path.endsWith(".ts");

/** The arrows of the diagram in CONTRIBUTING.md: who may import from whom. */
const page = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
const arrows = [...page.matchAll(/^ {2}(\w+) --> (\w+)$/gm)].map((match) => `${match[1]} --> ${match[2]}`);

test("there is something to check", () => {
  expect(sources.length).toBeGreaterThan(40);
  expect(imports.length).toBeGreaterThan(100);
});

test("every import is an arrow of the diagram, and every arrow is an import", () => {
  const between = imports
    .filter(({ to }) => isSource(to))
    .map(({ from, to }) => ({ from: roomOf(from), to: roomOf(to) }));
  const actual = new Set(between.filter(({ from, to }) => from !== to).map(({ from, to }) => `${from} --> ${to}`));
  expect([...actual].toSorted()).toEqual(arrows.toSorted());
});

test("every word of the glossary is a name in the source", () => {
  const [, glossary = ""] = page.split("## Words");
  const words = [...glossary.split("\n## ")[0]!.matchAll(/^\| (`[^|]+) \|/gm)].flatMap((row) =>
    [...(row[1] ?? "").matchAll(/`(\w+)`/g)].map((match) => match[1] ?? ""),
  );
  const names = new Set(
    sources.flatMap((file) => readFileSync(join(root, "src", file), "utf8").match(/\b[A-Za-z_]\w*/g) ?? []),
  );
  expect(words.length).toBeGreaterThan(40);
  expect(words.filter((word) => !names.has(word))).toEqual([]);
});

test("the law of the campaign, and what it stands on, know no file, environment, terminal or package", () => {
  const breaches = imports
    .filter(({ from, to }) => /^(base|campaign)\//.test(from) && !isSource(to))
    .map(({ from, to }) => `${from} → ${to}`);
  expect(breaches).toEqual([]);
});

test("within the campaign a file imports only what comes before it in the story", () => {
  const index = readFileSync(join(root, "src/campaign/index.ts"), "utf8");
  const story = [...index.matchAll(/"\.\/([\w/-]+)\.ts"/g)].map((match) => match[1] ?? "");
  const place = (path: string): number => story.indexOf(path.replace("campaign/", "").replace(".ts", ""));
  const backwards = imports
    .filter(
      ({ from, to }) => from.startsWith("campaign/") && from !== "campaign/index.ts" && to.startsWith("campaign/"),
    )
    .filter(({ from, to }) => place(to) < 0 || place(to) >= place(from))
    .map(({ from, to }) => `${from} → ${to}`);
  expect(backwards).toEqual([]);
  expect(
    sources
      .filter((file) => file.startsWith("campaign/"))
      .map((file) => place(file))
      .filter((at) => at < 0),
  ).toEqual([-1]);
});

test("of each database only its driver knows the package", () => {
  const knowing = (name: string): string[] => imports.filter(({ to }) => to === name).map(({ from }) => from);
  expect(knowing("better-sqlite3")).toEqual(["ledger/engines/sqlite/drivers/packaged.ts"]);
  expect(new Set(knowing("pg"))).toEqual(
    new Set(["ledger/engines/postgres/driver.ts", "ledger/engines/postgres/place.ts"]),
  );
});

test("both engines have the same files", () => {
  const filesOf = (engine: string): string[] =>
    readdirSync(join(root, "src/ledger/engines", engine), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .toSorted();
  expect(filesOf("sqlite")).toEqual(filesOf("postgres"));
});

test("only the ledger speaks to the database", () => {
  const asking = sources.filter((file) =>
    /\.(?:selectFrom|insertInto|updateTable|deleteFrom)\(|\bsql(?:<[^>]*>)?`/.test(
      readFileSync(join(root, "src", file), "utf8"),
    ),
  );
  expect(asking.length).toBeGreaterThan(20);
  expect(asking.filter((file) => !file.startsWith("ledger/"))).toEqual([]);
});

test("which rows are in force is said in one place", () => {
  const saying = sources.filter((file) =>
    /select target from annulment/.test(readFileSync(join(root, "src", file), "utf8")),
  );
  expect(saying).toEqual(["ledger/in-force.ts"]);
});

test("verbs load a command's work only when it runs", () => {
  const eager = sources
    .filter((file) => file.startsWith("verbs/"))
    .filter((file) => /^import (?!type)[^;]*"\.\.\/commands/m.test(readFileSync(join(root, "src", file), "utf8")));
  expect(eager).toEqual([]);
});

test("the law and the ledger word no command line: what may be done next is data (base/next.ts)", () => {
  const typed = sources
    .filter((file) => /^(base|campaign|ledger)\//.test(file))
    .flatMap((file) => {
      const code = readFileSync(join(root, "src", file), "utf8").replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
      return code
        .split("\n")
        .flatMap((line) => (/tuban [a-z]|(?<![\w-])--[a-z]/.test(line) ? `${file}: ${line.trim()}` : []));
    });
  expect(typed).toEqual([]);
});

test.each(["ledger", "commands"])("within %s a room leans only on those before it in the page's list", (house) => {
  const [, list = ""] = page.split(`**Inside \`${house}\`**`);
  const order = [...list.split("\n")[0]!.matchAll(/`([\w-]+)`/g)].map((match) => match[1] ?? "");
  const innerRoom = (path: string): string => (path.split("/")[1] ?? "").replace(/\.ts$/, "");
  const inside = imports.filter(({ from, to }) => from.startsWith(`${house}/`) && to.startsWith(`${house}/`));
  const between = inside.filter(({ from, to }) => innerRoom(from) !== innerRoom(to));
  // a room that is not named leans on any, and no other on it
  const place = (path: string): number => (order.includes(innerRoom(path)) ? order.indexOf(innerRoom(path)) : Infinity);
  const upward = between.filter(({ from, to }) => place(to) >= place(from)).map(({ from, to }) => `${from} → ${to}`);
  expect(upward).toEqual([]);
  expect(order.filter((room) => !between.some(({ to }) => innerRoom(to) === room))).toEqual([]);
});

test("no file comes back to itself, imports of types included", () => {
  const next = new Map(sources.map((file) => [file, imports.filter(({ from }) => from === file).map(({ to }) => to)]));
  const [done, circles] = [new Set<string>(), [] as string[]];
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
    else if (!done.has(file)) {
      for (const to of next.get(file) ?? []) walk(to, [...path, file]);
      done.add(file);
    }
  };
  for (const file of sources) walk(file, []);
  expect(circles).toEqual([]);
});

test("an exported type has a name of its own", () => {
  const declared = sources.flatMap((file) =>
    [...readFileSync(join(root, "src", file), "utf8").matchAll(/^export (?:interface|type) (\w+)/gm)].map((match) => ({
      name: match[1] ?? "",
      file,
    })),
  );
  const names = declared.map(({ name }) => name);
  expect(declared.filter(({ name }) => names.indexOf(name) !== names.lastIndexOf(name))).toEqual([]);
});
