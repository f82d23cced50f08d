/**
 * What stands, written down as it came to stand: one thing in one state from a day to a day. Derived, outside the chain. A span says by
 * number (trait) all that sets and lists ask of it in words. The table is ordered by its key, so that all spans of a kind, and within it
 * those of a subject, lie together. Figures are counted from spans, and need no pages of facts any more.
 */
export const spans = `
create table trait (
  id integer primary key,
  kind text not null,
  said text not null,
  unique (kind, said)
);

create table span (
  kind text not null,
  subject integer not null,
  thing integer not null,
  since integer not null,
  trait integer not null,
  until integer not null,
  fact integer,
  entry integer,
  day integer not null,
  ordered_on integer,
  served_on integer,
  due_on integer,
  closed_on integer,
  order_id integer,
  link integer,
  closing integer,
  amount bigint,
  more text,
  primary key (kind, subject, thing, since, trait)
) without rowid;

create index tally_subject on tally (subject);

drop table fact_page;
`;
