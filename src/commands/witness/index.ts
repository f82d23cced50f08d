/**
 * tuban witness: what the city, a second computer or the party keeps of a ledger. Only what lies outside can tell that a ledger was
 * rolled back or written anew: give it, take it, check it.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { Stop, refuse } from "../../campaign/index.ts";
import type { KeptState, Problem, WitnessFinding } from "../../campaign/index.ts";
import { orderNamed } from "../../ledger/acts/orders.ts";
import { identityOf } from "../../ledger/journal.ts";
import { set, setting } from "../../ledger/settings.ts";
import { leavesOf } from "../../ledger/tree/states.ts";
import { proofOf } from "../../ledger/tree/proof.ts";
import { proofText, stateText } from "../../ledger/tree/signature.ts";
import { heldAgainst, judged, testimonyOf } from "../../ledger/tree/witness.ts";
import type { Office } from "../../office.ts";
import { fileBytes } from "../../read/file.ts";
import { readStates, readTestimony, readWitnessBook } from "../../read/witness.ts";
import type { BookLine, GivenTestimony } from "../../read/witness.ts";
import { replaceFile, writeOut } from "../../write/files.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { openCampaignAsOf } from "../desk/campaign.ts";
import { localMoment } from "../log.ts";
import { signatureProblem, signatureUnder } from "./key.ts";

export interface GiveOptions {
  readonly to?: string;
  readonly since?: readonly number[];
  readonly order?: string;
}

/** tuban witness give: the ledger's state as a file, with proofs since the states given before; or what shows that an order is in it. */
export async function give(office: Office, { to, since = [], order }: GiveOptions): Promise<void> {
  if (order !== undefined) return giveProof(office, order, to);
  const { db } = await office.ledger();
  const before = JSON.parse((await setting(db, "witnessed")) ?? "[]") as number[];
  const given = await testimonyOf(db, [...before, ...since]);
  if (given === null)
    return refuse("nothing-to-witness", "账本里还没有登记，没有可以见证的", { hint: "先登记，再交给见证人" });
  const path = resolve(office.io.cwd, to ?? `见证-${given.entries}.json`);
  const signature = signatureUnder(stateText(given), office.home);
  await writeOut(path, jsonText({ format: "tuban-witness-1", ...given, ...(signature && { signature }) }), office);
  await set(db, "witnessed", JSON.stringify([...new Set([...before, given.entries])]));
  office.io.out.write(
    office.json
      ? jsonText({ file: path, ...given, signedBy: signature?.key ?? null })
      : `已写出 ${plain(path)}：到第 ${given.entries} 次登记，校验码 ${given.code}${signature ? "，已签名" : ""}\n`,
  );
  office.io.err.write(
    nextSteps(["把文件交给上级或另一台电脑：tuban witness take 文件", "以后再交一次，对方就知道账只增不改"], office.io),
  );
}

async function giveProof(office: Office, query: string, to: string | undefined): Promise<void> {
  const { ledger, code } = await openCampaignAsOf(office);
  const { number, entry } = await orderNamed(ledger.db, office.asOf, code, query);
  const proof = await proofOf(ledger.db, entry);
  const path = resolve(office.io.cwd, to ?? `${number} 在账证明.json`);
  const signature = signatureUnder(proofText(proof), office.home);
  await writeOut(path, jsonText({ ...proof, ...(signature && { signature }) }), office);
  office.io.out.write(
    office.json
      ? jsonText({ file: path, number, entry, code: proof.code })
      : `已写出 ${plain(path)}：${plain(number)} 是第 ${entry} 次登记，在校验码 ${proof.code} 的账里；核对的办法见 docs/在账证明.md\n`,
  );
}

export interface TakeOptions {
  readonly book?: string;
  /** The office's key is another one now, and that was checked. */
  readonly newKey?: boolean;
}

interface Taken {
  readonly file: string;
  readonly finding: WitnessFinding;
  readonly state: GivenTestimony;
  /** What was kept until now. */
  readonly kept: BookLine | null;
  /** What is wrong with its signature. */
  readonly unsigned: Problem | null;
}

/** tuban witness take: compares files with what is kept of their ledgers, and keeps the newer. Needs no ledger. @throws Stop (exit 1) */
export async function take(
  office: Office,
  files: readonly string[],
  { book = "见证簿.json", newKey = false }: TakeOptions,
): Promise<void> {
  const path = resolve(office.io.cwd, book);
  const kept = new Map(
    (existsSync(path) ? readWitnessBook(readFileSync(path, "utf8"), book) : []).map((line) => [line.ledger, line]),
  );
  const taken = files.map((file): Taken => {
    const given = readTestimony(textIn(office, file), file);
    const before = kept.get(given.ledger) ?? null;
    const finding = judged(before, given);
    const { ledger, entries, root, signature } = given;
    const unsigned = signatureProblem(file, given, { kept: before, newKey });
    const isGood = finding === "初次" || finding === "一致";
    const isNewer = entries > (before?.entries ?? 0) || signature?.key !== before?.key;
    if (isGood && isNewer && unsigned === null)
      kept.set(ledger, {
        ledger,
        entries,
        root,
        at: office.io.now().toISOString(),
        from: basename(file),
        ...(signature && { key: signature.key }),
      });
    return { file, finding, state: given, kept: before, unsigned };
  });
  await replaceFile(path, jsonText({ format: "tuban-witness-book-1", kept: [...kept.values()] }));
  const problems = taken.flatMap(problemOf);
  const good = taken.filter((one) => problemOf(one).length === 0);
  if (office.json && problems.length === 0)
    office.io.out.write(
      jsonText({
        book: path,
        taken: taken.map(({ file, finding, state: { signature, ...state } }) => ({
          file,
          finding,
          ...state,
          signedBy: signature?.key ?? null,
        })),
      }),
    );
  else if (!office.json) office.io.out.write(good.map(sentenceOf).join(""));
  if (problems.length > 0) throw new Stop(1, problems);
}

function sentenceOf({ file, finding, state, kept }: Taken): string {
  const since =
    kept && state.entries > kept.entries
      ? `比上次（${localMoment(kept.at)}）多 ${state.entries - kept.entries} 次`
      : "与上次相同";
  const key = state.signature === undefined ? "" : `；签名相符，公钥 ${state.signature.key}`;
  return finding === "初次"
    ? `${plain(file)}：初次见证，到第 ${state.entries} 次登记，已记在见证簿${key}\n`
    : `${plain(file)}：一致，到第 ${state.entries} 次登记，${since}，以前的没有动过${key}\n`;
}

function problemOf({ file, finding, state, kept, unsigned }: Taken): Problem[] {
  if (unsigned) return [unsigned];
  const before = kept ? `上次见证（${localMoment(kept.at)}）时已有 ${kept.entries} 次登记` : "";
  if (finding === "倒回")
    return [
      {
        code: "witness-rolled-back",
        message: `${file}：只有 ${state.entries} 次登记，${before}：账本倒回了，或交来的是旧文件`,
        hint: "请对方重新写一份：tuban witness give；还是这样的，他们的账丢了最后的登记",
      },
    ];
  if (finding === "分叉")
    return [
      {
        code: "witness-forked",
        message: `${file}：前 ${kept?.entries ?? 0} 次登记与${before}的不一样：账本被换过`,
        hint: "留下这个文件和见证簿，请对方核对备份",
      },
    ];
  if (finding === "无从核对")
    return [
      {
        code: "witness-unproven",
        message: `${file}：有 ${state.entries} 次登记，${before}，文件里没有两者之间的证明`,
        hint: `请对方运行 tuban witness give --since ${kept?.entries ?? 0}`,
      },
    ];
  return [];
}

/** tuban witness check: whether what a witness kept (its book, or a file given once) is part of this ledger. @throws Stop (exit 4) */
export async function check(office: Office, file: string): Promise<void> {
  const { db } = await office.ledger();
  const [ledger, leaves] = [await identityOf(db), await leavesOf(db)];
  const own = readStates(textIn(office, file), file).filter((state) => state.ledger === ledger);
  if (own.length === 0)
    throw new Stop(4, [
      {
        code: "witness-of-another",
        message: `${file} 里没有这本账：见证的是别的账本，或这本账从头换过`,
        hint: "核对文件；没有拿错的，找出原来的账本",
      },
    ]);
  const problems = own.flatMap((state) => {
    const finding = heldAgainst(state, leaves);
    return finding === "一致" ? [] : problemHere(finding, state, leaves.length);
  });
  if (problems.length > 0) throw new Stop(4, problems);
  office.io.out.write(
    office.json
      ? jsonText({ checked: own.map(({ entries }) => entries), entries: leaves.length })
      : own
          .map(
            ({ entries }) =>
              `一致：见证人留下的第 ${entries} 次登记以前的账都在这本账里，此后又登记了 ${leaves.length - entries} 次\n`,
          )
          .join(""),
  );
}

const problemHere = (finding: WitnessFinding, { entries }: KeptState, present: number): Problem[] => [
  finding === "倒回"
    ? {
        code: "witness-rolled-back",
        message: `见证人留下的账有 ${entries} 次登记，这本账只有 ${present} 次：最后的登记不见了`,
        hint: "先不要登记，找出更新的备份",
      }
    : {
        code: "witness-forked",
        message: `前 ${entries} 次登记与见证人留下的不一样：有的被换过`,
        hint: "先不要登记，用见证以前的备份核对",
      },
];

const textIn = ({ io }: Office, file: string): string => Buffer.from(fileBytes(resolve(io.cwd, file))).toString("utf8");
