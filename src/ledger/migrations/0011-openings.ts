/** 期初数: what an indicator had come to before the ledger began, as of a day. */
export const openings = `
create table opening (
  id integer primary key,
  entry integer not null,
  campaign text not null,
  indicator text not null,
  quantity bigint not null,
  unit text not null,
  town text,
  department text,
  note text not null,
  happened_on text not null
);
`;
