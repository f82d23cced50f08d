/** An office whose inspectors have phones, all invented. */
import { furnishedOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";

/** Three institutions, two officers with certificates and one without. */
export async function phoneOffice(): Promise<TestOffice> {
  return furnishedOffice(
    "phones",
    async (office) => {
      await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
      for (const name of ["张某甲", "李某乙"])
        await office.ok(`person add ${name} --unit 区教体局 --cert 豫P0001 --until 2025-12-31 --on 2021-06-21`);
      await office.ok("person add 王某丙 --unit 人和街道 --on 2021-06-21");
      await office.ok("as 张某甲");
      office.write(
        "底数.csv",
        "机构名称,属地,证照类别,地址,联系电话\n晨曦培训中心,人和街道,有证有照,样例路1号,13800000001\n启明培训中心,小桥街道,无证无照,样例路2号,13800000002\n晨光培训中心,小桥街道,,样例路3号,13800000003\n",
      );
      await office.ok("import 底数.csv --on 2021-06-25");
    },
    { now: "2021-07-20T09:00:00" },
  );
}
