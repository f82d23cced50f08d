/**
 * What may be done next, as data: an act, what it is done to, and the particulars it is given.
 *
 * The law names acts and knows no command line; `write/next.ts` says how an act is typed, a form or a button would say it otherwise.
 */

/** The acts that are suggested, each with the particulars that a suggestion may name. A test holds them to the commands. */
export const nextActs = {
  book: [],
  "bundle back": [],
  "calendar add": [],
  "case list": [],
  "case open": ["cause", "summary", "acted", "fiveYears"],
  "case show": [],
  "case step": [
    "address",
    "agency",
    "basis",
    "collected",
    "facts",
    "hearing",
    "hearingOn",
    "host",
    "lighter",
    "newFacts",
    "note",
    "order",
    "paid",
    "penalty",
    "performance",
    "proof",
    "remedies",
    "remedyEnded",
    "violates",
  ],
  "case measure": ["announced", "approver", "authority", "basis", "by", "note", "premises", "remedyEnded", "urgent"],
  close: ["evidence"],
  deadline: ["days", "working"],
  doctor: ["mend"],
  "draw freeze": ["exclude", "percent"],
  "draw seed": ["roll"],
  "evidence add": [],
  import: [],
  "import conflicts": [],
  "import review": ["same"],
  init: [],
  inspect: ["answers", "by", "csv", "evidence", "kind", "out", "print"],
  "ledger roles": ["give"],
  list: [],
  log: [],
  "order attempt": ["method", "outcome"],
  "order extend": ["approver", "reason", "to"],
  "order issue": ["days", "due", "finding", "issuer", "kind", "to", "word"],
  "order list": [],
  "order serve": ["consent", "evidence", "mailNo", "place", "reason", "received", "recording", "to", "witness"],
  "order show": [],
  "order waive": ["reason"],
  "order withdraw": ["reason"],
  "paper list": [],
  "person list": [],
  "person add": ["cert", "unit", "until"],
  "plan adopt": ["fill"],
  "plan list": [],
  "plan show": [],
  "publish blacklist": ["contact", "only", "preview"],
  "publish decide": ["list", "reason", "revoke", "uphold"],
  "publish notify": ["list", "reason"],
  "publish object": ["list", "reason"],
  "publish remove": ["list", "reason"],
  "publish restore": ["reason"],
  "publish suspend": ["reason"],
  "publish whitelist": ["contact", "only", "preview"],
  review: ["by", "kind"],
  set: [],
  show: [],
  undo: ["reason"],
  verify: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Particulars that every act may be given. */
export const generalParticulars = ["as", "asOf", "campaign", "clockOk", "ledger", "on", "yes"] as const;

type Acts = typeof nextActs;
export type NextAct = keyof Acts;
type General = (typeof generalParticulars)[number];
export type Particular = Acts[NextAct][number] | General;
type Given = string | number | true;

export interface Next {
  /** null: the act at hand, given more. */
  readonly act: NextAct | null;
  readonly on: readonly string[];
  /** A particular that is named alone, for its value to be filled in, is true. */
  readonly given: Readonly<Partial<Record<Particular, string | true>>>;
}

/** What to do next: words, with the acts among them as data. */
export type Hint = string | readonly (string | Next)[];

/** An act, with what it is done to and what it is given. */
export function next<Act extends NextAct>(
  act: Act,
  on: readonly (string | number)[] = [],
  particulars: Partial<Record<Acts[Act][number] | General, Given>> = {},
): Next {
  return { act, on: on.map(String), given: textsOf(particulars) };
}

/** The act at hand again, given more. */
export function particular(particulars: Partial<Record<Particular, Given>>): Next {
  return { act: null, on: [], given: textsOf(particulars) };
}

/** Words with acts among them. */
export function hint(texts: TemplateStringsArray, ...values: readonly (Hint | Next | number)[]): Hint {
  return texts.flatMap((text, at) => {
    const value = values[at];
    return [
      text,
      ...(value === undefined ? [] : isParts(value) ? value : [typeof value === "number" ? `${value}` : value]),
    ];
  });
}

/** Several hints as one. */
export const joined = (hints: readonly Hint[], by: string): Hint =>
  hints.flatMap((one, at) => [...(at === 0 ? [] : [by]), ...(typeof one === "string" ? [one] : one)]);

/** The acts that a hint names, in its order. */
export function nextsIn(of: Hint): Next[] {
  return typeof of === "string" ? [] : of.filter((part) => typeof part !== "string");
}

const isParts = (value: Hint | Next | number): value is readonly (string | Next)[] => Array.isArray(value);

function textsOf(particulars: Readonly<Partial<Record<string, Given>>>): Next["given"] {
  return Object.fromEntries(
    Object.entries(particulars).map(([name, value]) => [name, typeof value === "number" ? `${value}` : value]),
  );
}
