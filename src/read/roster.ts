/** A roster (底数台账) row by row: what each says of an institution, and what is wrong with it. */
import {
  Stop,
  checkCreditCode,
  checkOrganisationCode,
  checkPermitNumber,
  cleanCell,
  foldWidth,
  isOpenEnded,
  licenceClass,
  readLicenceClass,
  readPhones,
  readPresence,
  shown,
  subjectKinds,
} from "../campaign/index.ts";
import type {
  CodeFault,
  Day,
  Institution,
  LicenceClass,
  Plan,
  Presence,
  Problem,
  SubjectKind,
} from "../campaign/index.ts";
import type { Row } from "./csv.ts";
import { dayOfSerial, readDay } from "./day.ts";
import { fieldsOfKind, keptFields } from "./fields.ts";
import type { RosterField } from "./fields.ts";
import { findHeaders, headerWithin } from "./headers.ts";
import type { Column, GivenColumns } from "./headers.ts";
import { nearest } from "./plan/words.ts";

/** 拒收: the row is not taken. 注意: taken, but somebody should look. 提示: taken, and said how. */
export type Grade = "拒收" | "注意" | "提示";

/** What is wrong with one cell or row. */
export interface Remark extends Problem {
  readonly grade: Grade;
  /** The offending value as it stood. */
  readonly value: string;
}

export interface RosterEntry {
  readonly line: number;
  /** null when the row is refused; then a remark of grade 拒收 says why. */
  readonly institution: Institution | null;
  readonly remarks: readonly Remark[];
}

export interface Roster {
  readonly headerLine: number;
  /** What a row is that does not say so itself. */
  readonly kind: SubjectKind;
  readonly columns: readonly Column<RosterField>[];
  /** Headers of columns that are not taken over at all: identity numbers of persons. */
  readonly leftOut: readonly string[];
  readonly remarks: readonly Problem[];
  /** Can be gone through once. */
  readonly entries: Iterable<RosterEntry>;
  /** Headers of the unclaimed columns that hold anything; complete after the entries. */
  readonly used: ReadonlySet<string>;
}

/** What of the plan a roster is read against. */
export type RosterRules = Pick<Plan, "categories" | "towns" | "region">;

export interface RosterOptions {
  readonly file: string;
  readonly plan: RosterRules;
  /** The day of the import: a permit that ended before it is named. */
  readonly on: Day;
  /** What a row is that does not say so itself; without it the table's title or its columns tell. */
  readonly kind?: SubjectKind | undefined;
  readonly given?: GivenColumns<RosterField>;
  /** The columns of the same source last time. */
  readonly remembered?: ReadonlyMap<string, RosterField>;
}

/** Reads the rows of any table as a roster. @throws Stop when there is no header; going through the entries, what the rows throw */
export function readRoster(source: Iterable<Row>, options: RosterOptions): Roster {
  const { file, plan, on, given, remembered } = options;
  const { kind, rows } = kindOf(source, options);
  const headers = findHeaders<RosterField>(rows, {
    fields: fieldsOfKind(kind),
    key: "name",
    file,
    ...(given ? { given } : {}),
    ...(remembered ? { remembered } : {}),
  });
  const isLeftOut = ({ header, field }: Column<RosterField>): boolean => field === null && /身份证/.test(header);
  const columns = headers.columns.filter((column) => !isLeftOut(column));
  const used = new Set<string>();
  return {
    headerLine: headers.line,
    kind,
    columns,
    leftOut: headers.columns.filter(isLeftOut).map(({ header }) => header),
    remarks: headers.remarks,
    used,
    entries: entriesOf(headers.rows, {
      file,
      kind,
      on,
      columns,
      used,
      width: headers.columns.length,
      towns: townsOf(plan),
      categories: categoriesOf(plan),
      area: plan.region.areaCode,
    }),
  };
}

/** The title of a form says what it lists. */
const formTitle = /底数登记表[（(·：:]\s*(机构|学校|教师|举办者)/;

/** What the table lists: as the user says, as its title says, else the kind whose columns it has. */
function kindOf(source: Iterable<Row>, options: RosterOptions): { kind: SubjectKind; rows: Iterable<Row> } {
  if (options.kind !== undefined) return { kind: options.kind, rows: source };
  const rows = source[Symbol.iterator]();
  const head: Row[] = [];
  for (let next = rows.next(); next.done !== true; next = rows.next()) if (head.push(next.value) > headerWithin) break;
  const title = head.flatMap(({ cells }) => cells.flatMap((cell) => formTitle.exec(cleanCell(cell))?.[1] ?? []))[0];
  const kind = subjectKinds.find((known) => known === title) ?? kindByColumns(head, options) ?? "机构";
  return { kind, rows: chained(head, rows) };
}

function* chained(first: readonly Row[], rest: Iterator<Row>): Generator<Row> {
  yield* first;
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value;
}

/** Columns of teachers two of which, and columns of operators one of which, tell the table; one that says the kind in each row needs no telling. */
const [ofTeachers, ofOperators]: readonly RosterField[][] = [
  ["school", "subject", "certificate"],
  ["institutions", "operatorType"],
];

function kindByColumns(head: readonly Row[], { file, given }: RosterOptions): SubjectKind | null {
  if (given !== undefined && given.size > 0) return null;
  const fieldsAs = (kind: SubjectKind): readonly (RosterField | null)[] => {
    try {
      const { columns } = findHeaders<RosterField>(head, { fields: fieldsOfKind(kind), key: "name", file });
      return columns.map(({ field }) => field);
    } catch (error) {
      if (error instanceof Stop) return [];
      throw error;
    }
  };
  const [asInstitutions, asTeachers, asOperators] = [fieldsAs("机构"), fieldsAs("教师"), fieldsAs("举办者")];
  if (asInstitutions.includes("kind")) return null;
  const teacherColumns = ofTeachers?.filter((field) => asTeachers.includes(field)).length ?? 0;
  if (teacherColumns >= (asInstitutions.length === 0 ? 1 : 2)) return "教师";
  const isOperators = asInstitutions.length === 0 && ofOperators?.some((field) => asOperators.includes(field));
  return isOperators === true ? "举办者" : null;
}

/** What every row is read with. */
interface Table {
  readonly file: string;
  readonly kind: SubjectKind;
  readonly on: Day;
  readonly columns: readonly Column<RosterField>[];
  readonly used: Set<string>;
  readonly width: number;
  readonly towns: (text: string) => { readonly town: string; readonly hint: string | null };
  readonly categories: ReadonlyMap<string, { readonly name: string; readonly kind: SubjectKind }>;
  readonly area: string | null;
}

function* entriesOf(rows: Iterable<Row>, table: Table): Generator<RosterEntry> {
  const town = table.columns.find(({ field }) => field === "town")?.index ?? -1;
  for (const row of filledDown(institutionRows(rows, table), town))
    yield row.fault ? unreadable(row.line, row.fault) : entryOf(row, table);
}

function unreadable(line: number, fault: Problem): RosterEntry {
  return { line, institution: null, remarks: [{ ...fault, grade: "拒收", value: "" }] };
}

/** So many rows show whether the towns' cells are merged. */
const foresight = 200;

/** Towns whose cells were merged in the spreadsheet stand only in the first row of each group: they are filled down. */
function* filledDown(rows: Iterable<Row>, town: number): Generator<Row> {
  const source = rows[Symbol.iterator]();
  const first: Row[] = [];
  for (let next = source.next(); next.done !== true; next = source.next())
    if (first.push(next.value) === foresight) break;
  const merged = town >= 0 && looksMerged(first.map((row) => cleanCell(row.cells[town] ?? "")));
  let last = "";
  const fill = (row: Row): Row => {
    const cell = row.cells[town] ?? "";
    if (cleanCell(cell) !== "") last = cell;
    return cleanCell(cell) === "" && last !== "" && !row.fault
      ? {
          line: row.line,
          cells: Array.from({ length: Math.max(row.cells.length, town + 1) }, (_, index) =>
            index === town ? last : (row.cells[index] ?? ""),
          ),
        }
      : row;
  };
  for (const row of first) yield merged ? fill(row) : row;
  for (let next = source.next(); next.done !== true; next = source.next()) yield merged ? fill(next.value) : next.value;
}

/** Merged cells leave blanks below a town, and never the same town twice in a row. */
function looksMerged(towns: readonly string[]): boolean {
  const repeats = towns.some((town, index) => town !== "" && town === towns[index - 1]);
  return !repeats && towns.some((town, index) => town === "" && towns.slice(0, index).some(Boolean));
}

const total = /^(?:合计|小计|总计|共计|累计|汇总)[:：]?(?:\s*\d+\s*[家所个]?)?$/;
const footer =
  /^(?:填表人|填报人|制表人|审核人|复核人|经办人|统计人|分管领导|负责人签字|单位负责人|填表单位|填报单位|填表日期|填报日期|签字|签章|盖章|单位[（(]盖章[）)]?|注|备注|说明)\s*[:：]/;

/** The rows that stand for an institution: no blank ones, no sums, no signatures, no header repeated on a further page. */
function* institutionRows(rows: Iterable<Row>, { columns }: Table): Generator<Row> {
  for (const row of rows) {
    const words = row.cells.map(cleanCell).filter(Boolean);
    if (words.length === 0 && !row.fault) continue;
    if (
      words.slice(0, 3).some((word) => total.test(word.replaceAll(/\s/g, ""))) ||
      words.slice(0, 2).some((word) => footer.test(word))
    )
      continue;
    const repeated = columns.filter(({ index, header }) => cleanCell(row.cells[index] ?? "") === header);
    if (repeated.length >= Math.min(3, columns.length)) continue;
    yield row;
  }
}

type Draft = { -readonly [K in keyof Institution]?: Institution[K] };

/** A row while it is read. */
interface Hand {
  readonly line: number;
  readonly table: Table;
  readonly draft: Draft;
  /** A map: a header may be any word, __proto__ too. */
  readonly extra: Map<string, string>;
  readonly remarks: Remark[];
  /** Header of the column in hand. */
  header: string;
  /** What the columns say of permit and registration: a word in a column of its own before a number. */
  readonly said: { class: LicenceClass | null; permit: Presence | null; registration: Presence | null };
  readonly numbered: { permit: Presence | null; registration: Presence | null };
}

function entryOf(row: Row, table: Table): RosterEntry {
  const hand: Hand = {
    line: row.line,
    table,
    draft: {},
    extra: new Map(),
    remarks: [],
    header: "",
    said: { class: null, permit: null, registration: null },
    numbered: { permit: null, registration: null },
  };
  for (const { index, header, field } of table.columns) {
    const text = cleanCell(row.cells[index] ?? "");
    if (text === "") continue;
    hand.header = field === null ? header.replace(rawText, "") : header;
    if (formulaFault.test(text)) remarkFormula(hand, text);
    else if (field === null) keep(hand, text);
    else readers[field](hand, text);
  }
  remarkSurplus(hand, row);
  settlePapers(hand);
  remarkTerms(hand);
  return { line: row.line, institution: institutionOf(hand), remarks: hand.remarks };
}

/** A list that leaves the ledger puts what it could not read itself beside the column it came from. */
export const rawText = /（原文）$/;

/** What stands in a cell whose formula came to nothing. */
const formulaFault = /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|公式无值)$/;

function remarkFormula(hand: Hand, text: string): void {
  remark(
    hand,
    "注意",
    {
      code: "formula-error",
      message: `这一格的公式没有算出值（${text}），按空白处理。`,
      hint: "用 Excel 打开，等公式算完后选中整列复制、「选择性粘贴—数值」，保存后再导入一次。",
    },
    text,
  );
}

/** The institution, or null when the row has to be refused. */
function institutionOf(hand: Hand): Institution | null {
  const { draft, extra, remarks } = hand;
  const name = draft.name ?? "";
  hand.header = hand.table.columns.find(({ field }) => field === "name")?.header ?? "";
  if (!/[\p{L}\p{N}]/u.test(name) || /^(?:无|暂无|不详|未知)$/.test(name))
    refuseRow(hand, "no-name", "这一行没有机构名称。", "补上名称再导入；没有名称的按招牌名或“地址＋负责人”写。", name);
  else if (name.length > 120)
    refuseRow(
      hand,
      "name-too-long",
      `名称有 ${name.length} 个字，不像一个名称：${shown(name)}。`,
      "核对这一行的分列是否正确。",
      name,
    );
  if (remarks.some(({ grade }) => grade === "拒收")) return null;
  return { ...draft, name, kind: draft.kind ?? hand.table.kind, extra: Object.fromEntries(extra) };
}

function remark(
  hand: Hand,
  grade: Grade,
  { code, message, hint }: Pick<Problem, "code" | "message" | "hint">,
  value: string,
): void {
  const place = { file: hand.table.file, row: hand.line, column: hand.header };
  hand.remarks.push({ grade, code, message, ...(hint === undefined ? {} : { hint }), place, value });
}

function refuseRow(hand: Hand, code: string, message: string, hint: string, value: string): void {
  remark(hand, "拒收", { code, message, hint }, value);
}

/** Cells beyond the last header mostly mean a comma that was not quoted. */
function remarkSurplus(hand: Hand, row: Row): void {
  const surplus = row.cells.slice(hand.table.width).map(cleanCell).filter(Boolean);
  if (surplus.length === 0) return;
  hand.header = "";
  remark(
    hand,
    "注意",
    {
      code: "surplus-cells",
      message: `这一行比表头多出 ${surplus.length} 格：${shown(surplus.join("、"))}。`,
      hint: "内容里可能有没加引号的分隔符，整行会错位；请核对各列。",
    },
    surplus.join("、"),
  );
}

type Reader = (hand: Hand, text: string) => void;

const keep: Reader = ({ extra, header, table }, text) => {
  extra.set(header, text);
  table.used.add(header);
};
const ignore: Reader = () => undefined;

/** A stroke in a cell says that there is nothing. */
const stroke = /^[/\\—–\-−]+$/;
/** Unknown is not none. */
const unknown = /^(?:不详|未知|不清楚|待查)$/;

type WordField =
  | "name"
  | "authority"
  | "registrar"
  | "legalRep"
  | "organizer"
  | "principal"
  | "address"
  | "registeredAddress"
  | "content"
  | "profit"
  | "mode"
  | "fireSafety"
  | "remark";

const words =
  (field: WordField): Reader =>
  ({ draft }, text) => {
    if (!stroke.test(text)) draft[field] = text;
  };

/** Fields kept with the row stand under their title, whatever the header called them. */
function keptReaders(): Record<keyof typeof keptFields, Reader> {
  const readers = Object.entries(keptFields).map(([field, { title }]) => [
    field,
    ({ extra }: Hand, text: string) => void extra.set(title, text),
  ]);
  return Object.fromEntries(readers) as Record<keyof typeof keptFields, Reader>;
}

const readers: Readonly<Record<RosterField, Reader>> = {
  name: words("name"),
  authority: words("authority"),
  registrar: words("registrar"),
  legalRep: words("legalRep"),
  organizer: words("organizer"),
  principal: words("principal"),
  address: words("address"),
  registeredAddress: words("registeredAddress"),
  content: words("content"),
  profit: words("profit"),
  mode: words("mode"),
  fireSafety: words("fireSafety"),
  remark: words("remark"),
  kind: readKind,
  category: readCategory,
  licenceClass: readClass,
  uscc: readCreditCode,
  permitNo: readPermit,
  hasPermit: readHas("permit"),
  hasRegistration: readHas("registration"),
  permitFrom: readDate("permitFrom"),
  permitTo: readPermitEnd,
  foundedAt: readDate("foundedAt"),
  phone: readPhone,
  town: readTown,
  area: readCount("area"),
  students: readCount("students"),
  teachers: readCount("teachers"),
  ...keptReaders(),
  seq: ignore,
  derived: ignore,
  problem: keep,
  measure: keep,
  deadline: keep,
  status: keep,
  owner: keep,
};

function readKind(hand: Hand, text: string): void {
  const kind = subjectKinds.find((known) => known === text.replaceAll(/\s/g, ""));
  if (kind) hand.draft.kind = kind;
  else refuseRow(hand, "bad-kind", `看不懂对象类型${shown(text)}。`, `写成 ${subjectKinds.join("、")} 之一。`, text);
}

function readCategory(hand: Hand, text: string): void {
  const asClass = readLicenceClass(text);
  if (asClass) {
    hand.said.class ??= asClass;
    return;
  }
  if (stroke.test(text)) return;
  const known = hand.table.categories.get(plainWord(text));
  hand.draft.category = known?.name ?? text;
  if (known) hand.draft.kind ??= known.kind;
  else if (hand.table.categories.size > 0)
    remark(
      hand,
      "提示",
      {
        code: "unknown-category",
        message: `方案里没有${shown(text)}这个类别，照原样收下。`,
        hint: "要按类别检查、统计的，在方案的类别里加上它或它的别名。",
      },
      text,
    );
}

function readClass(hand: Hand, text: string): void {
  const read = readLicenceClass(text);
  if (read) hand.said.class = read;
  else if (!stroke.test(text) && !unknown.test(text)) {
    keep(hand, text);
    remark(
      hand,
      "注意",
      {
        code: "bad-class",
        message: `看不懂证照类别${shown(text)}。`,
        hint: "写成 有证有照、有照无证、有证无照、无证无照 之一。",
      },
      text,
    );
  }
}

/** What a word in the place of a number says: 有, 无, 办理中; a stroke says 无. */
function presenceOf(text: string): Presence | null {
  return stroke.test(foldWidth(text)) ? false : readPresence(text.replace(/[证照]$/, ""));
}

function readHas(paper: "permit" | "registration"): Reader {
  return (hand, text) => {
    const asClass = readLicenceClass(text);
    const presence = presenceOf(text);
    if (asClass) hand.said.class ??= asClass;
    else if (presence !== null) hand.said[paper] = presence;
    else {
      keep(hand, text);
      remark(
        hand,
        "提示",
        {
          code: "bad-presence",
          message: `看不懂${shown(text)}是有还是无，按不清楚处理。`,
          hint: "写成 有、无 或 办理中。",
        },
        text,
      );
    }
  };
}

function readCreditCode(hand: Hand, text: string): void {
  const { numbered } = hand;
  const check = checkCreditCode(text);
  if (check.ok || check.fault === "校验位") hand.draft.uscc = check.code;
  if (check.ok) numbered.registration = true;
  else if (check.fault === "占位") numbered.registration = saidInstead(hand, text);
  else {
    numbered.registration = true;
    if (check.fault !== "校验位") keep(hand, text);
    if (/^\d{15}$/.test(text))
      remark(
        hand,
        "提示",
        {
          code: "old-registration",
          message: `${shown(text)}是15位的旧营业执照注册号，算有照，但不能当作统一社会信用代码。`,
          hint: "换照后补上18位代码再导入一次。",
        },
        text,
      );
    else if (/^[\dA-Z]{8}-?[\dX]$/i.test(foldWidth(text).replaceAll(/\s/g, ""))) remarkOrganisationCode(hand, text);
    else faultRemark(hand, "credit-code", check, text);
  }
}

/** 组织机构代码 was what an organisation had before 2015: it shows a registration, but is no credit code. */
function remarkOrganisationCode(hand: Hand, text: string): void {
  const check = checkOrganisationCode(text);
  if (!check.ok) faultRemark(hand, "organisation-code", check, text);
  else
    remark(
      hand,
      "提示",
      {
        code: "organisation-code",
        message: `${shown(text)}是9位组织机构代码，算有登记，但不能当作统一社会信用代码。`,
        hint: "换照后补上18位代码再导入一次。",
      },
      text,
    );
}

function readPermit(hand: Hand, text: string): void {
  const { numbered, table } = hand;
  const check = checkPermitNumber(text);
  if (check.ok) {
    hand.draft.permitNo = check.number;
    numbered.permit = true;
    if (table.area !== null && check.area !== table.area)
      remark(
        hand,
        "提示",
        {
          code: "permit-area",
          message: `办学许可证编号${shown(text)}里的行政区划是 ${check.area}，本地是 ${table.area}。`,
          hint: "外地发证的请核对能否在本地办学。",
        },
        text,
      );
  } else if (check.fault === "占位") numbered.permit = saidInstead(hand, text);
  else {
    numbered.permit = true;
    keep(hand, text);
    faultRemark(hand, "permit-number", check, text);
  }
}

function saidInstead(hand: Hand, text: string): Presence | null {
  const presence = presenceOf(text);
  if (presence === "办理中")
    remark(
      hand,
      "提示",
      {
        code: "under-way",
        message: `${shown(hand.header)}一栏写的是${shown(text)}，不算已经取得。`,
        hint: "办好以后填上号码再导入一次。",
      },
      text,
    );
  return presence;
}

function faultRemark(hand: Hand, code: string, { fault, message, hint }: CodeFault<string>, text: string): void {
  remark(hand, "注意", { code: fault === "Excel损坏" ? "excel-damage" : code, message, hint }, text);
}

/** Permit × registration from what the row says; a class in a column of its own goes before single columns, these before numbers. */
function settlePapers(hand: Hand): void {
  const { draft, said, numbered } = hand;
  const permit = settle(
    hand,
    "办学许可证",
    said.class === null ? null : said.class.startsWith("有证") || said.class.endsWith("有证"),
    said.permit,
    numbered.permit,
  );
  const registration = settle(
    hand,
    "营业执照或登记证",
    said.class === null ? null : said.class.startsWith("有照") || said.class.endsWith("有照"),
    said.registration,
    numbered.registration,
  );
  if (permit !== null) draft.hasPermit = permit;
  if (registration !== null) draft.hasRegistration = registration;
  const known = licenceClass({ permit: held(permit), registration: held(registration) });
  if (known) draft.licenceClass = known;
}

function settle(
  hand: Hand,
  paper: string,
  byClass: boolean | null,
  bySelf: Presence | null,
  byNumber: Presence | null,
): Presence | null {
  const word = bySelf === "办理中" && byClass !== true ? bySelf : (byClass ?? bySelf);
  if (word !== null && held(word) !== true && byNumber === true)
    disagree(
      hand,
      "注意",
      `这一行写着没有${paper}，却填了它的号码；按没有收下。`,
      "核对证照：号码失效或填错的删去，确有证照的改正类别。",
    );
  if (word === true && byNumber !== null && byNumber !== true)
    disagree(
      hand,
      "注意",
      `这一行写着有${paper}，号码一栏却写着${byNumber === false ? "没有" : "办理中"}；按有收下。`,
      "核对证照：确有的填上号码，没有的改正类别。",
    );
  return word ?? byNumber;
}

function disagree(hand: Hand, grade: Grade, message: string, hint: string): void {
  hand.header = "";
  remark(hand, grade, { code: "papers-disagree", message, hint }, "");
}

/** 许可证到期；先证后照（宣传要求，方案汇编）：a registration that is older than the permit. */
function remarkTerms(hand: Hand): void {
  const { draft, table } = hand;
  const { permitFrom, permitTo, foundedAt } = draft;
  const headerOf = (field: RosterField): string => table.columns.find((column) => column.field === field)?.header ?? "";
  if (permitTo !== undefined && permitTo < table.on) {
    hand.header = headerOf("permitTo");
    const hint = "核对是否已经换证；换了的改正日期再导入一次。";
    remark(
      hand,
      "注意",
      { code: "permit-expired", message: `办学许可证 ${permitTo} 到期，导入当天（${table.on}）已经过期。`, hint },
      permitTo,
    );
  }
  if (permitFrom !== undefined && foundedAt !== undefined && foundedAt < permitFrom) {
    hand.header = headerOf("foundedAt");
    const hint = "按先证后照的要求核对；许可证是换发的不用管。";
    remark(
      hand,
      "提示",
      { code: "registered-first", message: `登记在先（${foundedAt}），发证在后（${permitFrom}）。`, hint },
      foundedAt,
    );
  }
}

/** 办理中 is not 有. */
function held(presence: Presence | null): boolean | null {
  return presence === "办理中" ? false : presence;
}

function dayIn(text: string): Day | null {
  const plain = foldWidth(text).trim();
  return readDay(plain) ?? (/^\d{5}(?:\.\d+)?$/.test(plain) ? dayOfSerial(Number(plain)) : null);
}

function readDate(field: "permitFrom" | "foundedAt"): Reader {
  return (hand, text) => {
    const day = dayIn(text);
    if (day) hand.draft[field] = day;
    else if (!stroke.test(text)) badDate(hand, text);
  };
}

/** The end of a permit: a day, 长期, or both ends in one cell. */
function readPermitEnd(hand: Hand, text: string): void {
  if (stroke.test(text)) return;
  const [first = "", second] =
    dayIn(text) === null ? text.split(/\s*(?:至|到|~|～|—+|–|--)\s*|(?<=\d日?)-(?=\d{4}|长期|永久)/, 2) : [text];
  const end = second ?? first;
  const [from, to] = [second === undefined ? null : dayIn(first), isOpenEnded(end) ? ("长期" as const) : dayIn(end)];
  if (from !== null) hand.draft.permitFrom ??= from;
  if (to === null) badDate(hand, text);
  else hand.draft.permitTo = to;
  if (to !== null && hand.draft.permitFrom !== undefined && to !== "长期" && to < hand.draft.permitFrom)
    remark(
      hand,
      "注意",
      {
        code: "dates-reversed",
        message: `许可证有效期止 ${to} 早于发证日期 ${hand.draft.permitFrom}。`,
        hint: "对照许可证核对两个日期。",
      },
      text,
    );
}

function badDate(hand: Hand, text: string): void {
  keep(hand, text);
  remark(
    hand,
    "注意",
    {
      code: "bad-date",
      message: `看不懂日期${shown(text)}，没有收下。`,
      hint: "写成 2021-07-20、2021.7.20 或 2021年7月20日；许可证长期有效的写 长期。",
    },
    text,
  );
}

function readPhone(hand: Hand, text: string): void {
  if (stroke.test(text)) return;
  const { phones, faults } = readPhones(text);
  if (phones.length > 0) hand.draft.phone = phones.join("、");
  if (faults.length === 0) return;
  keep(hand, text);
  remark(
    hand,
    "注意",
    {
      code: "bad-phone",
      message: `不像电话号码：${faults.slice(0, 3).map(shown).join("、")}。`,
      hint: "手机11位；座机写区号，如 0394-8221234；几个号码用顿号隔开。",
    },
    text,
  );
}

function readTown(hand: Hand, text: string): void {
  if (stroke.test(text) || unknown.test(text)) return;
  const { town, hint } = hand.table.towns(text);
  hand.draft.town = town;
  if (hint !== null)
    remark(
      hand,
      "注意",
      { code: "unknown-town", message: `方案的乡镇街道里没有${shown(text)}，照原样收下。`, hint },
      text,
    );
}

function readCount(field: "area" | "students" | "teachers"): Reader {
  return (hand, text) => {
    const plain = foldWidth(text).replaceAll(/[\s,]|^约|左右$|余?(?:㎡|平方米|平米|平方|m2|m²|人|名|个)$/gi, "");
    const value = /^\d{1,9}(?:\.\d{1,4})?$/.test(plain) ? Number(plain) : null;
    if (value !== null) hand.draft[field] = field === "area" ? value : Math.round(value);
    else if (!stroke.test(text)) {
      keep(hand, text);
      remark(
        hand,
        "提示",
        { code: "bad-number", message: `看不懂数目${shown(text)}，原文另存。`, hint: "只写数字。" },
        text,
      );
    }
  };
}

function plainWord(text: string): string {
  return text.normalize("NFKC").replaceAll(/[\s()[\]、/,，;；]/g, "");
}

/** Categories by their names and aliases. */
function categoriesOf({ categories }: RosterRules): Table["categories"] {
  const byWord = new Map<string, { name: string; kind: SubjectKind }>();
  for (const { name, kind } of categories) byWord.set(plainWord(name), { name, kind });
  for (const { name, kind, aliases } of categories)
    for (const alias of aliases) if (!byWord.has(plainWord(alias))) byWord.set(plainWord(alias), { name, kind });
  return byWord;
}

const townEnd = /(?:街道办事处|街道办|街道|办事处|乡|镇|办|管委会)$/;
const stemOf = (text: string): string => plainWord(text).replace(townEnd, "");

/** Towns by the plan's list, whatever 乡, 镇, 街道 or 办事处 stands behind; every text is looked up once. */
function townsOf({ towns, region }: RosterRules): Table["towns"] {
  const answered = new Map<string, { town: string; hint: string | null }>();
  const known = towns ?? [];
  const byStem = new Map(known.map((town) => [stemOf(town), town]));
  const answer = (text: string): { town: string; hint: string | null } => {
    if (known.length === 0 || known.includes(text)) return { town: text, hint: null };
    const stem = stemOf(text);
    const town = byStem.get(stem) ?? byStem.get(stem.startsWith(region.name) ? stem.slice(region.name.length) : stem);
    if (town !== undefined) return { town, hint: null };
    const near = nearest(stem, byStem.keys());
    const meant = near === null ? undefined : byStem.get(near);
    return {
      town: text,
      hint:
        meant === undefined ? `方案里有：${known.slice(0, 12).join("、")}。` : `是不是「${meant}」？改正后再导入一次。`,
    };
  };
  return (text) => {
    const before = answered.get(text) ?? answer(text);
    answered.set(text, before);
    return before;
  };
}
