/** An entry of a bundle that was taken back while another group's waited beside it may be taken once more. */
export const again = `
drop index journal_origin;
create index journal_origin on journal (origin, origin_seq) where origin is not null;
`;
