/** What was seen of each finding: from --result and --evidence, or asked one by one. */
import { misuse, reviewOutcomes } from "../../campaign/index.ts";
import type { Problem, ReviewOutcome } from "../../campaign/index.ts";
import type { Io } from "../../io.ts";
import type { FindingNow } from "../../ledger/now.ts";

export interface Result {
  readonly outcome: ReviewOutcome;
  readonly note: string;
  /** Paths as the user gave them. */
  readonly files: readonly string[];
}

const everything = "全部";

/** The results by finding that --result and --evidence give; 全部 stands for every candidate not named. @throws Stop */
export function readResults(
  results: readonly string[],
  evidence: readonly string[],
  candidates: readonly FindingNow[],
): Map<number, Result> {
  const told = new Map<string, { outcome: ReviewOutcome; note: string }>();
  for (const text of results) {
    const [, which = "", word = "", note = ""] =
      /^\s*(?:#|[wWｗ]|问题)?(\d{1,9}|全部)\s*[=＝]\s*([^:：]*?)\s*(?:[:：](.*))?$/s.exec(text) ??
      misuse("bad-result", `--result 看不懂：${text}`, { hint: "写成 3=已整改:说明，或 全部=未整改" });
    const outcome =
      reviewOutcomes.find((one) => one === word) ??
      misuse("unknown-outcome", `没有这种复查结果：${word}`, { hint: `可用：${reviewOutcomes.join("、")}` });
    if (told.has(which)) misuse("result-twice", `问题 ${which} 给了两次结果`, { hint: "每个问题只写一个 --result" });
    told.set(which, { outcome, note: note.trim() });
  }
  const files = readFiles(evidence);
  const named = [...told.keys()].filter((which) => which !== everything).map(Number);
  const ids = told.has(everything) ? [...new Set([...candidates.map(({ id }) => id), ...named])] : named;
  const stray = [...files.keys()].find((which) => which !== everything && !ids.includes(Number(which)));
  if (stray !== undefined)
    misuse("evidence-without-result", `问题 ${stray} 有证据，没有结果`, { hint: `加 --result ${stray}=已整改:说明` });
  return new Map(
    ids.map((id) => {
      const { outcome, note } =
        told.get(String(id)) ??
        told.get(everything) ??
        misuse("bad-result", `问题 ${id} 没有结果`, { hint: `加 --result ${id}=已整改:说明` });
      return [id, { outcome, note, files: [...(files.get(String(id)) ?? []), ...(files.get(everything) ?? [])] }];
    }),
  );
}

function readFiles(evidence: readonly string[]): Map<string, string[]> {
  const files = new Map<string, string[]>();
  for (const text of evidence) {
    const [, which = "", file = ""] =
      /^\s*(?:#|[wWｗ]|问题)?(\d{1,9}|全部)\s*[=＝](.+)$/s.exec(text) ??
      misuse("bad-evidence", `--evidence 看不懂：${text}`, { hint: "写成 3=照片.jpg，或 全部=照片.jpg" });
    files.set(which, [...(files.get(which) ?? []), file.trim()]);
  }
  return files;
}

/** Asks for each finding: one key, then a note, then for 已整改 the files, which have to be there. */
export async function askResults(
  { ask }: Io,
  candidates: readonly FindingNow[],
  isThere: (file: string) => boolean,
): Promise<Map<number, Result>> {
  const results = new Map<number, Result>();
  const keys = reviewOutcomes.map((name, index) => ({ key: String(index + 1), name }));
  for (const { id, text, severity, note: found } of candidates) {
    const instead = `--result ${id}=已整改:说明`;
    const message = `问题 ${id}〔${severity}〕${text}${found === "" ? "" : `（查实：${found}）`}`;
    const key = await ask.key({ message, keys, instead });
    const outcome = reviewOutcomes[Number(key) - 1] ?? "无法核查";
    const note = await ask.text({
      message: outcome === "已整改" || outcome === "未整改" ? "说明（没有就直接回车）" : "说明（为什么）",
      instead,
      check: (answer) => outcome === "已整改" || outcome === "未整改" || answer.trim() !== "" || "写一句说明",
    });
    const files = outcome === "已整改" ? await askFiles(ask, id, { isThere, needed: note.trim() === "" }) : [];
    results.set(id, { outcome, note: note.trim(), files });
  }
  return results;
}

async function askFiles(
  ask: Io["ask"],
  id: number,
  { isThere, needed }: { readonly isThere: (file: string) => boolean; readonly needed: boolean },
): Promise<string[]> {
  const answer = await ask.text({
    message: `证据文件（多个用逗号分开${needed ? "" : "；没有就直接回车"}）`,
    instead: `--evidence ${id}=照片.jpg`,
    check: (text) => {
      const files = filesIn(text);
      const missing = files.find((file) => !isThere(file));
      if (missing !== undefined) return `找不到文件：${missing}`;
      return !needed || files.length > 0 || "没有写说明的，要附证据";
    },
  });
  return filesIn(answer);
}

function filesIn(text: string): string[] {
  return text
    .split(/[,，]/)
    .map((file) => file.trim().replaceAll(/^["']|["']$/g, ""))
    .filter((file) => file !== "");
}

/** An outcome has to say what it rests on: a note or a file; 未整改 speaks for itself. */
export function resultProblems(results: ReadonlyMap<number, Result>): Problem[] {
  return [...results].flatMap(([id, { outcome, note, files }]) =>
    outcome === "未整改" || note !== "" || files.length > 0
      ? []
      : [
          {
            code: "outcome-without-note",
            message: `问题 ${id} 写了“${outcome}”，没有说明，也没有证据`,
            hint: `写成 --result ${id}=${outcome}:看到了什么，或加 --evidence ${id}=照片.jpg`,
          },
        ],
  );
}
