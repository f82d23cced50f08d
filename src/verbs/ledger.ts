import { collect, examples } from "./verb.ts";
import type { Verb } from "./verb.ts";

const work = () => import("../commands/ledger/index.ts");

export const ledgerVerb: Verb = (ledger, run) => {
  ledger
    .command("copy")
    .description("把整本账原样抄到一处新的地方：文件抄到服务器，服务器抄到文件，校验码不变")
    .argument("<从>", "账本文件，或 postgres://…")
    .argument("<到>", "新的文件，或服务器上空的数据库")
    .option(
      "--to-files <文件夹>",
      "抄本的证据、文书、名单、模板放在哪里（默认抄本旁边；在服务器上的，默认这个文件夹）；写 db，证据、文书原件存进账本里",
    )
    .addHelpText(
      "after",
      examples(
        [
          "tuban ledger copy tuban.db postgres://zhang@10.0.0.3/tuban --to-files //10.0.0.3/专项",
          "从一台电脑搬到单位的服务器",
        ],
        [
          "tuban ledger copy postgres://zhang@10.0.0.3/tuban 带走/tuban.db --files //10.0.0.3/专项",
          "从服务器抄一本到笔记本电脑",
        ],
      ),
    )
    .action((from: string, to: string, options: { toFiles?: string }) =>
      run(async (office) => (await work()).copy(office, from, to, options)),
    );
  ledger
    .command("roles")
    .description("服务器上的账本，谁能做什么：读、检查、审批、公开、管理；由建账的账号运行，升级以后再运行一次")
    .option("--give <账号=角色>", "给一个登录账号角色，几个角色用逗号隔开；可写几次", collect)
    .option("--take <账号>", "除去一个账号的所有角色，可写几次", collect)
    .addHelpText(
      "after",
      examples(
        ["tuban ledger roles --give zhang=检查 --give li=检查,审批", "张能检查，李还能签发、销号"],
        ["tuban ledger roles", "看谁有什么角色"],
      ),
    )
    .action((options: { give?: readonly string[]; take?: readonly string[] }) =>
      run(async (office) => (await work()).roles(office, options)),
    );
};
