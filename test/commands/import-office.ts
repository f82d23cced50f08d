/** An office that has its plan and somebody to act, and no roster yet. */
import { furnishedOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";

export const office = (): Promise<TestOffice> =>
  furnishedOffice("import", async (place) => {
    await place.ok("init --plan chuanhui-2021 --on 2021-06-21");
    await place.ok("person add 张某甲 --unit 区教体局 --cert 样例P0001 --until 2028-12-31 --on 2021-06-21");
    await place.ok("as 张某甲");
  });
