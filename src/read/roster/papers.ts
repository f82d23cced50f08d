/** The two papers of an institution, from all that a row says of them; and their terms. */
import { licenceClass, rawHeaders, shown } from "../../campaign/index.ts";
import type { Presence } from "../../campaign/index.ts";
import type { RosterField } from "../fields.ts";
import { remark } from "./hand.ts";
import type { RowHand } from "./hand.ts";

/** One of the two papers, the field of its number, and the field that says whether it is there. */
interface Paper {
  readonly name: string;
  readonly number: "permitNo" | "uscc";
  readonly presence: "hasPermit" | "hasRegistration";
}

/** Permit × registration from what the row says; a class in a column of its own goes before single columns, these before numbers. */
export function settlePapers(hand: RowHand): void {
  const { draft, said, numbered } = hand;
  const permit = settle(
    hand,
    { name: "办学许可证", number: "permitNo", presence: "hasPermit" },
    said.class === null ? null : said.class.startsWith("有证") || said.class.endsWith("有证"),
    said.permit,
    numbered.permit,
  );
  const registration = settle(
    hand,
    { name: "营业执照或登记证", number: "uscc", presence: "hasRegistration" },
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
  hand: RowHand,
  paper: Paper,
  byClass: boolean | null,
  bySelf: Presence | null,
  byNumber: Presence | null,
): Presence | null {
  if (byClass !== null && bySelf !== null && byClass !== held(bySelf))
    disagree(
      hand,
      paper.presence,
      `证照类别一栏写的是${byClass ? "有" : "没有"}${paper.name}，${shown(headerOf(hand, paper.presence))}一栏写的是${bySelf === true ? "有" : bySelf === false ? "没有" : "办理中"}；按${byClass ? "有" : "没有"}收下。`,
      "核对证照，把两栏改成一致。",
    );
  const word = bySelf === "办理中" && byClass !== true ? bySelf : (byClass ?? bySelf);
  if (word !== null && held(word) !== true && byNumber === true)
    disagree(
      hand,
      paper.number,
      `这一行写着没有${paper.name}，却填了它的号码；按没有收下。`,
      "核对证照：号码失效或填错的删去，确有证照的改正类别。",
    );
  if (word === true && byNumber !== null && byNumber !== true)
    disagree(
      hand,
      paper.number,
      `这一行写着有${paper.name}，号码一栏却写着${byNumber === false ? "没有" : "办理中"}；按有收下。`,
      "核对证照：确有的填上号码，没有的改正类别。",
    );
  return word ?? byNumber;
}

/** The disagreement stands at the column where the row can be put right. */
function disagree(hand: RowHand, field: Paper["number"] | Paper["presence"], message: string, hint: string): void {
  hand.header = headerOf(hand, field);
  const value = hand.draft[field];
  remark(
    hand,
    "注意",
    { code: "papers-disagree", message, hint },
    typeof value === "string" ? value : (hand.extra?.get(rawHeaders[field]) ?? ""),
  );
}

function headerOf({ sheet }: RowHand, field: RosterField): string {
  return sheet.columns.find((column) => column.field === field)?.header ?? "";
}

/** 起止颠倒，许可证到期；先证后照（宣传要求，方案汇编）：a registration that is older than the permit. Asked of the whole row: columns stand in any order. */
export function remarkTerms(hand: RowHand): void {
  const { draft, sheet } = hand;
  const { permitFrom, permitTo, foundedAt } = draft;
  if (permitFrom !== undefined && permitTo !== undefined && permitTo < permitFrom) {
    hand.header = headerOf(hand, "permitTo");
    const message = `许可证有效期止 ${permitTo} 早于发证日期 ${permitFrom}。`;
    remark(hand, "注意", { code: "dates-reversed", message, hint: "对照许可证核对两个日期。" }, permitTo);
  }
  if (permitTo !== undefined && permitTo < sheet.on) {
    hand.header = headerOf(hand, "permitTo");
    const hint = "核对是否已经换证；换了的改正日期再导入一次。";
    remark(
      hand,
      "注意",
      { code: "permit-expired", message: `办学许可证 ${permitTo} 到期，登记这天（${sheet.on}）已经过期。`, hint },
      permitTo,
    );
  }
  if (permitFrom !== undefined && foundedAt !== undefined && foundedAt < permitFrom) {
    hand.header = headerOf(hand, "foundedAt");
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
