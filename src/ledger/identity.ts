/** Who is who: which subject a row of a list is of, by codes, names and places. */
import { matchKey } from "../campaign/index.ts";
import type { RosterRow } from "./tables.ts";

/** The columns that a subject is recognised by. */
type Particulars = Pick<RosterRow, "kind" | "name" | "uscc" | "permit_no" | "town" | "address">;

/** A row with what it is recognised by, worked out once. */
export interface Signed {
  readonly line: number;
  readonly row: Particulars;
  /** Kind and name as they compare. */
  readonly name: string;
  /** The address as it compares; null where there is none. */
  readonly place: string | null;
  /** The permit's digits: with and without 教民 it is the same. */
  readonly permit: string | null;
}

/** A permit with and without 教民 is the same. */
export const digitsOf = (permit: string): string => permit.replace(/^\D+/, "");

export function signed(row: Particulars, line: number): Signed {
  return {
    line,
    row,
    name: `${row.kind}\n${matchKey(row.name)}`,
    place: placeKey(row.address),
    permit: row.permit_no === null ? null : digitsOf(row.permit_no),
  };
}

/** An address as it compares; null where there is none. */
export const placeKey = (address: string | null): string | null =>
  address === null ? null : matchKey(address) || null;
const differ = (a: string | null, b: string | null): boolean => a !== null && b !== null && a !== b;

/** A known subject, or an earlier row of the file by its line. */
interface Candidate extends Signed {
  readonly id: number;
}

export interface SubjectIndex {
  add(id: number, one: Signed): void;
  byCode(code: string): Candidate | undefined;
  byPermit(permit: string): Candidate | undefined;
  /** Of the same name, with no other code; empty where so many share the name that it says nothing (托管班). */
  namesakes(one: Signed): readonly Candidate[];
  /** Of the same name at the same address, with no other code. */
  atPlace(one: Signed): readonly Candidate[];
}

/** So many may share a name or an address before it stops being a sign; it also keeps the search linear. */
const mostNamesakes = 50;

export function subjectIndex(): SubjectIndex {
  const [codes, permits] = [new Map<string, Candidate>(), new Map<string, Candidate>()];
  const [names, places] = [new Map<string, Candidate[]>(), new Map<string, Candidate[]>()];
  const push = (lists: Map<string, Candidate[]>, key: string, candidate: Candidate): void => {
    const list = lists.get(key);
    if (!list) lists.set(key, [candidate]);
    else if (list.length <= mostNamesakes) list.push(candidate);
  };
  const fitting = (list: readonly Candidate[] | undefined, { row }: Signed): readonly Candidate[] =>
    list === undefined || list.length > mostNamesakes
      ? []
      : list.filter((candidate) => !differ(candidate.row.uscc, row.uscc));
  return {
    add: (id, one) => {
      const candidate = { ...one, id };
      if (one.row.uscc !== null && !codes.has(one.row.uscc)) codes.set(one.row.uscc, candidate);
      if (one.permit !== null && !permits.has(one.permit)) permits.set(one.permit, candidate);
      push(names, one.name, candidate);
      if (one.place !== null) push(places, `${one.name}\n${one.place}`, candidate);
    },
    byCode: (code) => codes.get(code),
    byPermit: (permit) => permits.get(permit),
    namesakes: (one) => fitting(names.get(one.name), one),
    atPlace: (one) => (one.place === null ? [] : fitting(places.get(`${one.name}\n${one.place}`), one)),
  };
}

export interface Claims {
  /** By line: the subject, or the line of the earlier row that is of the same new subject; the row's own line for a new one. */
  readonly subjects: ReadonlyMap<number, number>;
  readonly sameAs: ReadonlyMap<number, number>;
  readonly doubts: { line: number; message: string }[];
}

/**
 * Which row is of which subject. Sure signs come first for the whole file (code, permit, name with address), so that a
 * looser one (name with town) never takes a subject from the row it belongs to.
 */
export function claimSubjects(rows: readonly Signed[], index: SubjectIndex): Claims {
  const [subjects, sameAs, taken] = [new Map<number, number>(), new Map<number, number>(), new Set<number>()];
  const doubts: Claims["doubts"] = [];
  const claim = (line: number, subject: number): void => void (subjects.set(line, subject), taken.add(subject));
  for (const one of rows) {
    const sure = surely(one, index);
    if (sure === null) continue;
    claim(one.line, sure.id);
    const message = doubtOf(one, sure, index);
    if (message !== null) doubts.push({ line: one.line, message });
  }
  const fresh = subjectIndex();
  for (const one of rows) {
    if (subjects.has(one.line)) continue;
    const [namesakes, earlier] = [index.namesakes(one), fresh.namesakes(one)];
    const former = surely(one, fresh);
    const known =
      former === null
        ? onlyOne(
            one,
            namesakes.filter(({ id }) => !taken.has(id)),
          )
        : null;
    const again =
      former ??
      (known === null
        ? onlyOne(
            one,
            earlier.filter(({ place }) => !differ(place, one.place)),
          )
        : null);
    if (known !== null) claim(one.line, known.id);
    else if (again !== null) sameAs.set(one.line, again.id);
    else {
      fresh.add(one.line, one);
      const others = [
        ...namesakes.map(({ id, row }) => `底数里的 ${id} 号「${row.name}」`),
        ...earlier.map(({ id, row }) => `本表第 ${id} 行「${row.name}」`),
      ];
      if (others.length > 0)
        doubts.push({ line: one.line, message: `与${others.slice(0, 3).join("、")}同名，地方不同，按另一家登记。` });
    }
  }
  return { subjects, sameAs, doubts };
}

/** By code; else by permit where the codes do not differ; else by name and address. */
function surely(one: Signed, index: SubjectIndex): Candidate | null {
  const byCode = one.row.uscc === null ? undefined : index.byCode(one.row.uscc);
  if (byCode) return byCode;
  const byPermit = one.permit === null ? undefined : index.byPermit(one.permit);
  if (byPermit && !differ(byPermit.row.uscc, one.row.uscc)) return byPermit;
  return index.atPlace(one).find(({ row }) => !differ(row.town, one.row.town)) ?? null;
}

/** The only namesake that is not somewhere else: same town, or nothing is known against it. */
function onlyOne({ row, place }: Signed, namesakes: readonly Candidate[]): Candidate | null {
  const here = namesakes.filter((other) =>
    row.town !== null && other.row.town !== null ? row.town === other.row.town : !differ(place, other.place),
  );
  const [only] = here;
  return only && here.length === 1 ? only : null;
}

/** What speaks against a sure match. */
function doubtOf(one: Signed, found: Candidate, index: SubjectIndex): string | null {
  const byPermit = one.permit === null ? undefined : index.byPermit(one.permit);
  const sameCode = one.row.uscc !== null && one.row.uscc === found.row.uscc;
  if (sameCode && byPermit && byPermit.id !== found.id)
    return `代码对应 ${found.id} 号「${found.row.name}」，许可证编号却对应 ${byPermit.id} 号「${byPermit.row.name}」，按代码收下。`;
  return one.name === found.name ? null : `与 ${found.id} 号「${found.row.name}」证照号码相同而名称不同，按更名收下。`;
}
