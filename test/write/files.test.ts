import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Stop } from "../../src/campaign/index.ts";
import { makeFolder, replaceFile, writeRefusal } from "../../src/write/files.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "write-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function stopOf(writing: Promise<void>): Promise<Stop> {
  const error: unknown = await writing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Stop)) throw new Error(`not a Stop: ${String(error)}`);
  return error;
}

describe("making a folder", () => {
  it("makes those above it, and is content when it is there", async () => {
    const inner = join(folder, "甲", "乙");
    await makeFolder(inner);
    await makeFolder(inner);
    expect((await stat(inner)).isDirectory()).toBe(true);
  });

  it("made by several at once, each is content; a link to nowhere is said", async () => {
    const inner = join(folder, "甲", "乙", "丙");
    await Promise.all(Array.from({ length: 20 }, () => makeFolder(inner)));
    expect((await stat(inner)).isDirectory()).toBe(true);
    await symlink(join(folder, "没有"), join(folder, "断链"));
    await expect(makeFolder(join(folder, "断链"))).rejects.toThrow("无法写入");
  });

  it("says so where a file stands in the way, or no folder can ever be made", async () => {
    await replaceFile(join(folder, "甲"), "文件");
    for (const inTheWay of [join(folder, "甲"), join(folder, "甲", "乙"), join(folder, "甲", "乙", "丙")])
      await expect(makeFolder(inTheWay)).rejects.toThrow(`「${join(folder, "甲")}」是一个文件，不是文件夹`);
    if (process.platform === "linux") await expect(makeFolder("/proc/不能建/乙")).rejects.toThrow("无法写入");
  });
});

describe("writing a file", () => {
  it("writes text and bytes, replaces what was there, and leaves nothing else behind", async () => {
    const path = join(folder, `${"名".repeat(80)}.md`);
    await replaceFile(path, "旧的内容，比新的长");
    await replaceFile(path, new TextEncoder().encode("新"));
    expect(await readFile(path, "utf8")).toBe("新");
    expect(await readdir(folder)).toHaveLength(1);
  });

  it("keeps the permissions of a file and follows a link to it", async () => {
    const [path, link] = [join(folder, "a.csv"), join(folder, "b.csv")];
    await writeFile(path, "旧");
    await chmod(path, 0o640);
    await symlink(path, link);
    await replaceFile(link, "新");
    expect(await readFile(path, "utf8")).toBe("新");
    expect((await stat(path)).mode & 0o777).toBe(0o640);
  });

  it("says which folder is missing", async () => {
    const path = join(folder, "没有", "a.csv");
    const stop = await stopOf(replaceFile(path, "x"));
    expect(stop.exit).toBe(2);
    expect(stop.problems).toEqual([
      {
        code: "write-no-folder",
        message: `无法写入「${path}」：文件夹「${join(folder, "没有")}」不存在。`,
        hint: "先建好这个文件夹，或者换一个已有的文件夹。",
        place: { file: path },
      },
    ]);
  });

  it("does not write over a folder, nor beneath a file", async () => {
    await mkdir(join(folder, "d"));
    await writeFile(join(folder, "f"), "");
    expect((await stopOf(replaceFile(join(folder, "d"), "x"))).problems[0]?.code).toBe("write-is-folder");
    expect((await stopOf(replaceFile(join(folder, "f", "a.csv"), "x"))).problems[0]).toMatchObject({
      code: "write-not-folder",
      message: expect.stringContaining(`「${join(folder, "f")}」是一个文件，不是文件夹`),
    });
    expect((await readdir(folder)).toSorted()).toEqual(["d", "f"]);
  });

  // The superuser may write anywhere.
  it.skipIf(process.getuid?.() === 0)("respects a read-only file and a read-only folder", async () => {
    const path = join(folder, "a.csv");
    await writeFile(path, "旧", { mode: 0o444 });
    expect((await stopOf(replaceFile(path, "x"))).problems[0]?.code).toBe("write-read-only");
    await chmod(folder, 0o555);
    expect((await stopOf(replaceFile(join(folder, "b.csv"), "x"))).problems[0]?.code).toBe("write-read-only");
    await chmod(folder, 0o755);
    expect(await readFile(path, "utf8")).toBe("旧");
  });

  it("a ledger is never replaced by what is written, whatever the file is called", async () => {
    const path = join(folder, "tuban.db");
    await writeFile(path, "SQLite format 3\0样例账本");
    const before = await readFile(path);
    await writeFile(join(folder, "像账本.csv"), "SQLite format");
    await replaceFile(join(folder, "像账本.csv"), "新");
    expect((await stopOf(replaceFile(path, "x"))).problems[0]).toMatchObject({
      code: "write-is-ledger",
      message: expect.stringContaining("这是账本"),
    });
    expect(await readFile(path)).toEqual(before);
  });

  it("a device takes what is written and stays a device", async () => {
    await replaceFile("/dev/null", "x");
    expect((await stat("/dev/null")).isCharacterDevice()).toBe(true);
  });

  it("a name no system takes is a refusal and not a crash", async () => {
    expect((await stopOf(replaceFile(join(folder, "名".repeat(200)), "x"))).problems[0]?.message).toContain(
      "ENAMETOOLONG",
    );
    expect((await stopOf(replaceFile(join(folder, "a\0b"), "x"))).problems[0]?.code).toBe("write-failed");
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ["ENOENT", "write-no-folder", 2],
    ["ENOTDIR", "write-not-folder", 2],
    ["EEXIST", "write-not-folder", 2],
    ["EISDIR", "write-is-folder", 2],
    ["EACCES", "write-read-only", 2],
    ["EROFS", "write-read-only", 2],
    ["EBUSY", "write-read-only", 2],
    ["ENOSPC", "write-disk-full", 1],
    ["EDQUOT", "write-disk-full", 1],
    ["EIO", "write-failed", 1],
  ])("what the system calls %s is %s", (code, expected, exit) => {
    const stop = writeRefusal(Object.assign(new Error(code), { code }), "名单.csv");
    expect(stop.problems[0]).toMatchObject({
      code: expected,
      message: expect.stringContaining("「名单.csv」"),
    });
    expect(stop.exit).toBe(exit);
  });
});
