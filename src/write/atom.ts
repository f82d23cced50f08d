/** A feed in the Atom format (RFC 4287); what was told and no longer holds is a tombstone (RFC 6721), so that a reader takes it away. */
import { escaped } from "./chart.ts";

export interface Feed {
  /** As of an entry: urn:uuid:…, the same whenever it is written. */
  readonly id: string;
  readonly title: string;
  readonly author: string;
  /** A day; told as its beginning by China's clocks. */
  readonly updated: string;
  readonly entries: readonly FeedEntry[];
  readonly deleted: readonly { readonly id: string; readonly on: string }[];
}

export interface FeedEntry {
  readonly id: string;
  readonly title: string;
  readonly on: string;
  readonly summary: string;
  /** Beside the feed. */
  readonly link: string;
}

export function atomText({ id, title, author, updated, entries, deleted }: Feed): string {
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" xml:lang="zh-CN">',
    `<id>${id}</id>`,
    `<title>${escaped(title)}</title>`,
    `<author><name>${escaped(author)}</name></author>`,
    `<updated>${momentOf(updated)}</updated>`,
    ...entries.map(entryText),
    ...deleted.map(({ id: of, on }) => `<at:deleted-entry ref="${of}" when="${momentOf(on)}"/>`),
    "</feed>",
  ];
  return `${lines.join("\n")}\n`;
}

const entryText = ({ id, title, on, summary, link }: FeedEntry): string =>
  [
    `<entry><id>${id}</id><title>${escaped(title)}</title><updated>${momentOf(on)}</updated>`,
    `<link rel="alternate" href="${escaped(link)}"/><summary>${escaped(summary)}</summary></entry>`,
  ].join("");

const momentOf = (day: string): string => `${day}T00:00:00+08:00`;
