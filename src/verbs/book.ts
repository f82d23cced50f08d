import type { Office } from "../office.ts";
import { collect, examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { BookOptions } from "../commands/book/index.ts";

const work = () => import("../commands/book/index.ts");

export const bookVerb: Verb = (command, run) => {
  command
    .arguments("[台账] [动作] [内容...]")
    .option("--cause <起因>", "因什么而起，如 问题:12、线索:3")
    .option("--step <步骤>", "登记时走哪一步（不写为第一步）")
    .option("--number <编号>", "本单位自己的编号")
    .option("--evidence <文件>", "佐证：照片、扫描件，可写几次", collect)
    .option("--part <单位>", "分给几家办的，是哪一家；全部")
    .option("--again", "与登记过的相同也照登")
    .option("--subject <机构>", "清单只看这一家")
    .option("--state <状态>", "清单只看这个状态")
    .option("--open", "清单只看没有办完的")
    .option("--overdue", "清单只看超期的")
    .option("--reveal", "显示保密的内容")
    .option("--reason <原因>", "删除保密内容的原因")
    .option("--out <文件>", "写到哪里")
    .option("--csv", "输出 CSV")
    .option("--xlsx <文件>", "写成 Excel")
    .option("--dry-run", "只看结果，不登记")
    .addHelpText(
      "after",
      `\n动作：add 登记、step 办下一步、list 清单、show 一件、print 文书、form 空表、import 导入、erase 删除保密内容、help 这本台账怎么用；` +
        `也可直接写步骤的名称。台账有自己的命令词时，tuban supervise add … 就是 tuban book 督办 add …\n${examples(
          ["tuban book", "方案里有哪些台账"],
          ["tuban book 督办 help", "督办怎么用：字段、步骤、例子"],
          ["tuban book 督办 add 12 督办事项=消防通道 承办单位=消防、城管 --cause 问题:3", "登记一件，分给两家办"],
          ["tuban book 督办 step 3 签收 签收人=李某乙", "第 3 件走“签收”这一步"],
          ["tuban book 督办 list --overdue --csv", "超期的"],
        )}`,
    )
    .action((word: string | undefined, action: string | undefined, words: string[], options: BookOptions) =>
      run(async (office) => (await work()).book(office, word, action, words, options)),
    );
};

/** Whether a word that is no command is a register of the plan in force. */
export const isRegisterWord = async (office: Office, word: string): Promise<boolean> =>
  (await work()).isRegisterWord(office, word);
