/** tuban demo a second time: what somebody recorded since is kept. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testOffice } from "../office.ts";

test("a demo that nobody touched is made anew; one in which somebody recorded is set aside whole", async () => {
  const office = testOffice();
  // Another ledger above must not be taken for the demo's.
  await office.ok("init --plan chuanhui-2021");
  await office.ok("demo 样");
  const made = readFileSync(join(office.folder, "样/tuban.db"));
  expect((await office.ok("today --ledger 样/tuban.db")).out).toContain("专项治理");

  expect((await office.ok("demo 样")).err).not.toContain("原样留在");
  expect(existsSync(join(office.folder, "样-留存1"))).toBe(false);

  await office.ok("person add 吴某壬 --unit 区教体局 --ledger 样/tuban.db");
  const recorded = readFileSync(join(office.folder, "样/tuban.db"));
  expect(recorded.equals(made)).toBe(false);
  const again = await office.ok("demo 样");
  expect(again.err).toContain(`原样留在：${join(office.folder, "样-留存1")}`);
  expect(readFileSync(join(office.folder, "样-留存1/tuban.db")).equals(recorded)).toBe(true);
  expect((await office.ok("person list --ledger 样-留存1/tuban.db")).out).toContain("吴某壬");
  expect((await office.ok("person list --ledger 样/tuban.db")).out).not.toContain("吴某壬");
});
