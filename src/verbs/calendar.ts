import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";

const work = () => import("../commands/calendar.ts");

export const calendarVerb: Verb = (calendar, run) => {
  calendar
    .command("show [年份]")
    .description("一年里与周一至周五不同的日子")
    .option("--csv", "输出 CSV")
    .action((year: string | undefined, options: { csv?: boolean }) =>
      run(async (office) => (await work()).calendarShow(office, year, options)),
    );
  calendar
    .command("check", { isDefault: true })
    .description("哪些年份能算，新的一年怎样加，县里补充的文件读不读得懂（不写子命令就是它）")
    .action(() => run(async (office) => (await work()).calendarCheck(office)));
  calendar
    .command("add <文件>")
    .description("加入新公布的一年安排（JSON 或 CSV），写进账本旁的“节假日.csv”")
    .action((file: string) => run(async (office) => (await work()).calendarAdd(office, file)));
  calendar.addHelpText(
    "after",
    examples(
      ["tuban calendar add 2027.json", "国务院办公厅公布 2027 年安排以后"],
      ["tuban calendar show 2026", "看一年的放假和调休"],
    ),
  );
};
