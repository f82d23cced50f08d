/** Files that the ledger keeps itself, in pieces: named by the facts through their hash, outside the chain. */
export const filePieces = `
create table file_piece (
  sha256 text not null,
  no integer not null,
  content bytea not null,
  primary key (sha256, no)
);
`;
