/** Several lists of one roster: what each source says of a subject, which subjects are one, and which value holds. */
export const sources = `
alter table roster add column said text;
create index import_batch_source on import_batch (source);
drop index roster_name;
drop index roster_uscc;

create table doubt (
  id integer primary key,
  entry integer not null,
  subject integer not null,
  other integer not null,
  why text not null,
  happened_on text not null
);
create index doubt_subject on doubt (subject);

create table pairing (
  id integer primary key,
  entry integer not null,
  subject integer not null,
  other integer not null,
  verdict text not null,
  reason text not null,
  happened_on text not null
);
create index pairing_other on pairing (other);

create table choice (
  id integer primary key,
  entry integer not null,
  subject integer not null,
  field text not null,
  value text not null,
  source text not null,
  reason text not null,
  happened_on text not null
);
create index choice_subject on choice (subject);

create table sign_page (
  no integer primary key,
  version integer not null,
  signs bytea not null
);
`;
