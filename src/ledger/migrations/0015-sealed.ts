/** What is sealed in the registers' entries lies apart, outside the chain. */
export const sealed = `
create table sealed_text (
  of_entry integer not null,
  field text not null,
  salt text not null,
  content text not null,
  primary key (of_entry, field)
);
`;
