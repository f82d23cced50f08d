/** The first shape of a ledger: the journal, the facts of a campaign, and two working tables outside the chain. */
export const foundation = `
create table journal (
  seq integer primary key,
  recorded_at text not null,
  actor text not null,
  command text not null,
  happened_on text not null,
  summary text not null,
  digests text not null,
  previous text not null,
  hash text not null
);

create table annulment (
  id integer primary key,
  entry integer not null,
  target integer not null,
  happened_on text not null,
  reason text not null
);

create table campaign (
  id integer primary key,
  entry integer not null,
  code text not null,
  name text not null,
  plan text not null,
  source text not null,
  source_sha256 text not null,
  happened_on text not null
);

create table person (
  id integer primary key,
  entry integer not null,
  name text not null,
  unit text not null,
  certificate text,
  certificate_until text,
  team text,
  happened_on text not null
);
create index person_name on person (name);

create table import_batch (
  id integer primary key,
  entry integer not null,
  happened_on text not null,
  file text not null,
  sha256 text not null,
  source text not null,
  mapping text not null,
  rows_read integer not null,
  rows_taken integer not null,
  rows_refused integer not null
);

create table roster (
  id integer primary key,
  entry integer not null,
  batch integer,
  line integer,
  subject integer not null,
  kind text not null,
  happened_on text not null,
  name text not null,
  uscc text,
  permit_no text,
  permit_until text,
  licence_class text,
  category text,
  town text,
  address text,
  phone text,
  legal_rep text,
  organizer text,
  more text not null,
  extra text not null
);
create index roster_subject on roster (subject);
create index roster_uscc on roster (uscc);
create index roster_name on roster (name);

create table inspection (
  id integer primary key,
  entry integer not null,
  campaign text not null,
  subject integer not null,
  order_id integer,
  kind text not null,
  happened_on text not null,
  result text not null,
  note text not null
);
create index inspection_subject on inspection (subject);

create table attendance (
  id integer primary key,
  entry integer not null,
  inspection integer not null,
  name text not null,
  unit text not null,
  certificate text
);
create index attendance_inspection on attendance (inspection);

create table answer (
  id integer primary key,
  entry integer not null,
  inspection integer not null,
  item text not null,
  answer text not null,
  note text not null
);
create index answer_inspection on answer (inspection);

create table finding (
  id integer primary key,
  entry integer not null,
  campaign text not null,
  inspection integer not null,
  subject integer not null,
  item text not null,
  topic integer not null,
  text text not null,
  note text not null,
  severity text not null,
  basis text not null,
  route text,
  lead text not null,
  supporting text not null,
  order_kind text,
  happened_on text not null,
  relapse_of integer
);
create index finding_subject on finding (subject);

create table evidence (
  id integer primary key,
  entry integer not null,
  fact text not null,
  fact_id integer not null,
  sha256 text not null,
  name text not null,
  bytes integer not null,
  happened_on text not null
);
create index evidence_fact on evidence (fact, fact_id);

create table orders (
  id integer primary key,
  entry integer not null,
  campaign text not null,
  subject integer not null,
  kind text not null,
  effect text not null,
  issuer text not null,
  word text not null,
  year integer not null,
  serial integer not null,
  number text not null,
  addressee text not null,
  deadline text,
  due_bound text,
  text text not null,
  fields text not null,
  template_sha256 text not null,
  happened_on text not null
);
create unique index orders_number on orders (number);
create index orders_subject on orders (subject);

create table order_finding (
  id integer primary key,
  entry integer not null,
  order_id integer not null,
  finding integer not null
);
create index order_finding_order on order_finding (order_id);
create index order_finding_finding on order_finding (finding);

create table service (
  id integer primary key,
  entry integer not null,
  order_id integer not null,
  happened_on text not null,
  method text not null,
  recipient text not null,
  note text not null,
  due_on text,
  due_rule text
);
create index service_order on service (order_id);

create table extension (
  id integer primary key,
  entry integer not null,
  order_id integer not null,
  happened_on text not null,
  due_on text not null,
  reason text not null,
  approver text not null
);
create index extension_order on extension (order_id);

create table withdrawal (
  id integer primary key,
  entry integer not null,
  order_id integer not null,
  happened_on text not null,
  reason text not null
);
create index withdrawal_order on withdrawal (order_id);

create table waiver (
  id integer primary key,
  entry integer not null,
  order_id integer not null,
  happened_on text not null,
  reason text not null
);
create index waiver_order on waiver (order_id);

create table review_outcome (
  id integer primary key,
  entry integer not null,
  inspection integer not null,
  finding integer not null,
  outcome text not null,
  note text not null,
  happened_on text not null
);
create index review_outcome_finding on review_outcome (finding);

create table close_out (
  id integer primary key,
  entry integer not null,
  finding integer not null,
  outcome integer not null,
  closed_by text not null,
  note text not null,
  happened_on text not null
);
create index close_out_finding on close_out (finding);

create table disposition (
  id integer primary key,
  entry integer not null,
  campaign text not null,
  subject integer not null,
  bucket text not null,
  reason text not null,
  happened_on text not null
);
create index disposition_subject on disposition (subject);

create table publication (
  id integer primary key,
  entry integer not null,
  campaign text not null,
  list text not null,
  version integer not null,
  title text not null,
  markdown text not null,
  csv text not null,
  happened_on text not null
);

create table listing (
  id integer primary key,
  entry integer not null,
  publication integer not null,
  campaign text not null,
  list text not null,
  subject integer not null,
  name text not null,
  situation text not null,
  reason text not null,
  basis text not null,
  until text,
  happened_on text not null
);
create index listing_subject on listing (subject);

create table listing_change (
  id integer primary key,
  entry integer not null,
  campaign text not null,
  list text not null,
  subject integer not null,
  change text not null,
  reason text not null,
  happened_on text not null
);
create index listing_change_subject on listing_change (subject);

create table draft (
  campaign text not null,
  subject integer not null,
  task text not null,
  item text not null,
  answer text not null,
  note text not null,
  evidence text not null,
  saved_at text not null,
  primary key (campaign, subject, task, item)
);

create table setting (
  name text primary key,
  value text not null
);
`;
