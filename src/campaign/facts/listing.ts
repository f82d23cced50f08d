/** Where subjects were put, and the lists that were published. */
import type { ListingChange } from "../listing.ts";
import type { ListName } from "../plan.ts";
import { day, integer, optional, ref, subject, text, word } from "./column.ts";
import { fact } from "./kind.ts";

export const listingKinds = {
  disposition: fact(
    { campaign: text, subject, bucket: text, reason: text, happened_on: day },
    {
      title: "处置",
      indexes: { disposition_subject: ["subject"] },
      counted: true,
      event: "处置",
      words: (row) => [row.bucket, row.reason],
      corrects: { reason: { title: "理由", as: "text" } },
    },
  ),
  /** A published version of a list, frozen. */
  publication: fact(
    {
      campaign: text,
      list: word<ListName>(),
      version: integer,
      title: text,
      markdown: text,
      csv: text,
      happened_on: day,
    },
    {
      title: "公布",
      indexes: {},
      called: ({ list, version }) => `${list}第 ${version} 版`,
      cited: ({ version }) => `第 ${version} 版`,
      papers: true,
      evidence: true,
    },
  ),
  listing: fact(
    {
      publication: ref("publication"),
      campaign: text,
      list: word<ListName>(),
      subject,
      name: text,
      situation: text,
      reason: text,
      basis: text,
      until: optional(day),
      happened_on: day,
    },
    {
      title: "列入名单",
      indexes: { listing_subject: ["subject"] },
      cites: "publication",
      counted: true,
      event: "名单",
      words: (row, of) => [`公布${row.list}${of}`, row.situation, row.reason],
    },
  ),
  /** What the party says of its entry on a list, in its own words, for the public to read beside it (当事人说明); the latest one stands. */
  reply: fact(
    { campaign: text, list: word<ListName>(), subject, text, happened_on: day },
    {
      title: "当事人说明",
      indexes: { reply_subject: ["subject"] },
      event: "名单",
      words: (row) => [`${row.list}当事人说明`, row.text],
      since: 34,
    },
  ),
  listing_change: fact(
    { campaign: text, list: word<ListName>(), subject, change: word<ListingChange>(), reason: text, happened_on: day },
    {
      title: "名单变动",
      indexes: { listing_change_subject: ["subject"] },
      counted: true,
      event: "名单",
      words: (row) => [`${row.list}${row.change}`, row.reason],
    },
  ),
};
