/** tuban ledger copy: the whole of a ledger, with the files that go with it, in a new place. */
import { resolve } from "node:path";
import { refuse } from "../../campaign/index.ts";
import { verifySealed } from "../../ledger/acts/sealed.ts";
import { verifyIssued } from "../../ledger/acts/papers.ts";
import { layOutAll, storeAll } from "../../ledger/acts/stored-files.ts";
import { copyRows } from "../../ledger/copy.ts";
import { isServer } from "../../ledger/engines/storage.ts";
import { keepsFiles, setKeepsFiles } from "../../ledger/evidence/keeping.ts";
import { verifyEvidence } from "../../ledger/evidence/files.ts";
import { homeOf } from "../../ledger/home.ts";
import type { Home } from "../../ledger/home.ts";
import { headOf } from "../../ledger/journal.ts";
import { ledgerOn } from "../../ledger/ledger.ts";
import type { Db } from "../../ledger/tables.ts";
import type { ChainVerdict } from "../../ledger/verify/chain.ts";
import type { Problem } from "../../campaign/index.ts";
import { inLedger } from "../../office.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { asTyped, nextSteps, problemText } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { newLedger } from "../desk/new-ledger.ts";
import { progressOn, timeLeft } from "../desk/progress.ts";
import { copyFiles } from "./files.ts";

export interface CopyOptions {
  readonly toFiles?: string;
}

/**
 * Copies one unchanging state of a ledger, row by row, and its files, and recomputes the chain from what arrived. The source is read
 * only. What its files lack is lacking in the copy, too, and told. @throws Stop when the target is not new, or the source does not hold together
 */
export async function copy(office: Office, from: string, to: string, options: CopyOptions): Promise<void> {
  const source = placedAt(office, from, office.wanted.files);
  const target = placedAt(office, to, options.toFiles);
  if (source.ledger === target.ledger)
    refuse("copy-same-place", "抄到的地方就是原来的地方", { hint: "写一个新的文件名，或服务器上空的数据库" });
  const ledger = await ledgerOn(await office.io.storage.open(source.ledger), () => office.io.now());
  try {
    const copied = await newLedger(office.io, target, (made, engine) =>
      ledger.read(async (db) => {
        // what is read first fixes the state that is copied: a file is kept before the fact that names it, so none of its files comes later
        await headOf(db);
        const move = moveOf(await keepsFiles(db), options.toFiles);
        const files = await copyFiles(source, target, { kept: move === "beside" });
        try {
          const tell = progressOn(office.io);
          const verdict = await copyRows(
            db,
            engine,
            ({ done, total }) => tell((seconds) => `已抄 ${done} 条，共 ${total} 条${timeLeft(seconds, done / total)}`),
            (within) => moveFiles(within, move, source, target),
          );
          const { problems: evidence } = await verifyEvidence(made.db, target);
          const { problems: issued } = await verifyIssued(made.db, target);
          const problems = [...evidence, ...issued, ...(await verifySealed(made.db))];
          return { verdict, files: files.count, problems };
        } catch (error) {
          files.takeBack();
          throw error;
        }
      }),
    );
    tellOf(office, source, target, copied);
  } finally {
    await ledger.close();
  }
}

/** What becomes of evidence and originals: they stay beside the ledger, stay in it, or go from the one to the other. */
type Move = "beside" | "within" | "in" | "out";

function moveOf(isKept: boolean, toFiles: string | undefined): Move {
  if (isKept) return toFiles === undefined || toFiles === inLedger ? "within" : "out";
  return toFiles === inLedger ? "in" : "beside";
}

async function moveFiles(db: Db, move: Move, source: Home, target: Home): Promise<void> {
  if (move === "in") {
    await setKeepsFiles(db, true);
    await storeAll(db, source);
  } else if (move === "out") {
    await layOutAll(db, target);
    await setKeepsFiles(db, false);
  }
}

function placedAt({ io }: Office, place: string, files: string | undefined): Home {
  const folder = files === undefined || files === inLedger ? (isServer(place) ? "." : null) : files;
  return homeOf(isServer(place) ? place : resolve(io.cwd, place), folder === null ? null : resolve(io.cwd, folder));
}

interface Copied {
  readonly verdict: ChainVerdict;
  readonly files: number;
  readonly problems: readonly Problem[];
}

function tellOf({ io, json }: Office, source: Home, target: Home, { verdict, files, problems }: Copied): void {
  const { entries, facts, checkCode } = verdict;
  if (json) {
    io.out.write(
      jsonText({ from: source.ledger, to: target.ledger, entries, facts, files, checkCode, faults: problems }),
    );
    return;
  }
  io.out.write(
    `已抄到 ${plain(target.ledger)}：${entries} 次登记、${facts} 条事实、${files} 个文件，逐条核对无误，校验码 ${checkCode || "（空账本）"}，与原来的一样\n`,
  );
  for (const problem of problems) io.err.write(problemText(problem, { color: io.color, severity: "warning" }));
  io.err.write(
    nextSteps(
      [
        `tuban today --ledger ${asTyped(target.ledger)}${isServer(target.ledger) ? ` --files ${asTyped(target.folder)}` : ""}`,
        ...(isServer(target.ledger)
          ? [
              `tuban as 姓名 --ledger ${asTyped(target.ledger)}   各台电脑用自己的账号登录的，各运行一次：由谁办理按账号记`,
            ]
          : []),
        `以后只在一处登记：原来的账本（${plain(source.ledger)}）收起来，不要再记`,
      ],
      io,
    ),
  );
}
