/** Entries that come from another ledger name it and their number and seal there; those of one's own have none of the three. */
export const origin = `
alter table journal add column origin text;
alter table journal add column origin_seq integer;
alter table journal add column origin_hash text;
create unique index journal_origin on journal (origin, origin_seq) where origin is not null;
`;
