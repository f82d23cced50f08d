/** Entries of a register that were filled in on phones, through the gates of its import; whatever is sent again is known by its instance. */
import { misuse } from "../../campaign/index.ts";
import { institutionsListed } from "../../ledger/spans/institutions.ts";
import type { Done } from "../../io.ts";
import type { Office } from "../../office.ts";
import type { Submission, Submissions } from "../../read/submissions.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps, problemText } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { commandOf, deskFor } from "../book/desk.ts";
import type { RegisterDesk } from "../book/desk.ts";
import { entryProblems, recordEntries } from "../book/draft.ts";
import type { EntryWanted } from "../book/draft.ts";
import { own, readRow, subjectFinder, withoutRepeats } from "../book/form.ts";
import { actOf, actorOf } from "../desk/campaign.ts";
import { asked, formMark, institutionOf, noLists, registerForm, wordsOf } from "./questions.ts";
import { countOf, sorted } from "./sorted.ts";

/** Gives 3 when some were set aside. @throws Stop for a form of another plan */
export async function entriesIn(office: Office, word: string, read: Submissions): Promise<Done> {
  const desk = await deskFor(office, word);
  const { register, ledger } = desk;
  const departments = desk.plan.departments.map(({ name }) => name);
  const submissions = sorted(read.headed(wordsOf(registerForm(desk, register, { ...noLists, departments }))));
  refuseOtherForm(desk, submissions.good);
  const actor = await actorOf(office);
  const find = subjectFinder(await institutionsListed(ledger.db, office.on));
  const wanted: EntryWanted[] = [];
  const { good, aside } = submissions;
  for (const submission of good) {
    const row = await readRow(desk, titledBy(desk, submission), { batch: submission.instance, line: 1, find });
    const problems = [...row.problems, ...(row.wanted ? entryProblems(desk, row.wanted, actor) : [])];
    if (problems.length === 0 && row.wanted) wanted.push(row.wanted);
    aside.push(...problems.map((problem) => ({ ...problem, place: submission.place(asked.mark) })));
  }
  const { value: count } = await ledger.record(await actOf(office, `book ${register.name} import`), async (entry) => {
    const fresh = await withoutRepeats(desk, wanted, entry.db);
    if (fresh.length === 0) return 0;
    const recorded = await recordEntries(entry, desk, actor, fresh);
    entry.describe(`手机填报${register.name} ${recorded.length} 件`);
    return recorded.length;
  });
  const repeats = wanted.length - count;
  office.io.out.write(
    office.json
      ? jsonText({ register: register.name, entered: count, repeats, setAside: countOf(aside) })
      : plain(`已登记：${register.name} ${count} 件${repeats > 0 ? `；${repeats} 件以前登记过，没有再登记` : ""}`) +
          "\n",
  );
  for (const problem of aside) office.io.err.write(problemText(problem, { color: office.io.color }));
  office.io.err.write(nextSteps([`${commandOf(register)} list`], office.io));
  return aside.length > 0 ? 3 : 0;
}

function refuseOtherForm({ code, version, register }: RegisterDesk, submissions: readonly Submission[]): void {
  const mark = formMark(code, version, register.name);
  const other = submissions.find((one) => one.answer(asked.mark) !== mark);
  if (other)
    misuse("form-of-another-plan", `这是 ${other.answer(asked.mark)} 的表单，现在用的是 ${mark}`, {
      hint: "方案改过版：重新出表单 tuban form out，手机上换成新的",
      place: other.place(asked.mark),
    });
}

/** The answers under the titles of the register's own form. */
function titledBy({ register }: RegisterDesk, submission: Submission): ReadonlyMap<string, string> {
  const { number, name: subject } = institutionOf(submission);
  return new Map([
    [own.on, submission.answer(asked.day)],
    [own.subject, number || subject],
    ...register.fields.map(({ name, many }, at): [string, string] => [
      name,
      many ? submission.several(asked.field(at)).join("、") : submission.answer(asked.field(at)),
    ]),
  ]);
}
