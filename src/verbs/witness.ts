import { count, examples } from "./verb.ts";
import type { Verb } from "./verb.ts";

const work = () => import("../commands/witness/index.ts");

export const witnessVerb: Verb = (witness, run) => {
  witness
    .command("give")
    .description("写出交给见证人的文件；加 --order，写出一份文书在账的证明")
    .option("--to <文件>", "写到哪里（默认 见证-次数.json）")
    .option("--since <次数>", "附上自第几次登记以来的证明，可写几次（默认以前交过的各次）", counts)
    .option("--order <文号>", "这份文书在账的证明，不用 tuban 也能核对")
    .addHelpText(
      "after",
      examples(
        ["tuban witness give", "写出 见证-37.json，交给上级"],
        ["tuban witness give --order 川教体改〔2021〕1号", "当事人、法院拿着就能核对"],
      ),
    )
    .action((options: { to?: string; since?: readonly number[]; order?: string }) =>
      run(async (office) => (await work()).give(office, options)),
    );
  witness
    .command("take")
    .description("见证人收下文件，与上次留下的对照；不需要账本")
    .argument("<文件...>", "tuban witness give 写出的文件")
    .option("--book <文件>", "见证簿（默认 见证簿.json）")
    .option("--new-key", "对方换了签名的钥匙，已经当面核对过公钥")
    .action((files: string[], options: { book?: string; newKey?: boolean }) =>
      run(async (office) => (await work()).take(office, files, options)),
    );
  witness
    .command("key")
    .description("造一把本单位签名的钥匙（Ed25519），以后交给见证人的、在账证明都有签名")
    .action(() => run(async (office) => (await import("../commands/witness/key.ts")).makeKey(office)));
  witness
    .command("check")
    .description("这本账与见证人留下的对得上吗")
    .argument("<文件>", "见证簿，或以前交出的文件")
    .action((file: string) => run(async (office) => (await work()).check(office, file)));
};

const counts = (text: string, before: readonly number[] = []): number[] => [...before, count(text)];
