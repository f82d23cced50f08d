/** Columns of facts that reports go through, kept a page at a time; derived, outside the chain. */
export const pages = `
create table fact_page (
  fact text not null,
  no integer not null,
  content bytea not null,
  primary key (fact, no)
);
`;
