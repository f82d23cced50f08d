import { collect, examples } from "./verb.ts";
import type { Verb } from "./verb.ts";

const work = () => import("../commands/backup.ts");

export const backupVerb: Verb = (command, run) => {
  command
    .option("--to <文件>", "写到哪里（默认账本旁边的“备份”文件夹）")
    .option("--encrypt", "加口令（终端上问，或用环境变量 TUBAN_PASSPHRASE）")
    .option("--recipient <公钥>", "用 age 公钥加密，可写几次：办公室的、上级留存的", collect)
    .addHelpText(
      "after",
      examples(
        ["tuban backup", "存到账本旁边的“备份”文件夹"],
        ["tuban backup --to E:/tuban备份.tubk --encrypt", "加口令存到 U 盘"],
      ),
    )
    .action((options: { to?: string; encrypt?: boolean; recipient?: string[] }) =>
      run(async (office) => (await work()).backup(office, options)),
    );
};

export const restoreVerb: Verb = (command, run) => {
  command
    .argument("<备份>", "tuban backup 写出的 .tubk 文件")
    .requiredOption("--to <文件夹>", "新的或空的文件夹；不会覆盖任何东西")
    .option("--identity <文件>", "age 密钥文件，打开用公钥加密的备份")
    .addHelpText("after", examples(["tuban restore tuban-20261128-0900.tubk --to 恢复", "恢复到“恢复”文件夹里"]))
    .action((file: string, options: { to: string; identity?: string }) =>
      run(async (office) => (await work()).restore(office, file, options)),
    );
};
