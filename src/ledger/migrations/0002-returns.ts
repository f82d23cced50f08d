/** What offices counted themselves (登记), and the returns as they were sent. */
export const returns = `
create table tally (
  id integer primary key,
  entry integer not null,
  campaign text not null,
  item text not null,
  quantity bigint not null,
  unit text not null,
  subject integer,
  department text,
  town text,
  note text not null,
  happened_on text not null
);
create index tally_item on tally (item);

create table issued_return (
  id integer primary key,
  entry integer not null,
  campaign text not null,
  kind text not null,
  year integer not null,
  serial integer not null,
  number text not null,
  begins text not null,
  cut_off text not null,
  known_to integer not null,
  content text not null,
  behind text not null,
  markdown text not null,
  sha256 text not null,
  happened_on text not null
);
create unique index issued_return_number on issued_return (campaign, number);
`;
