/** Papers that are no orders (笔录, 审批表, 公示 …) with their text frozen, and the files in which papers and orders were issued. */
export const papers = `
create table paper (
  id integer primary key,
  entry integer not null,
  campaign text not null,
  kind text not null,
  about text not null,
  about_id integer,
  subject integer,
  issuer text not null,
  word text not null,
  year integer not null,
  serial integer not null,
  number text not null,
  addressee text not null,
  text text not null,
  fields text not null,
  template text not null,
  template_sha256 text not null,
  happened_on text not null
);
create unique index paper_number on paper (number);
create index paper_subject on paper (subject);

create table issued_file (
  id integer primary key,
  entry integer not null,
  fact text not null,
  fact_id integer not null,
  template text not null,
  template_sha256 text not null,
  sha256 text not null,
  name text not null,
  bytes integer not null
);
create index issued_file_fact on issued_file (fact, fact_id);
`;
