/**
 * Figures are counted over pages now: of findings, the list of institutions and the screens of one ask by these columns and no more.
 * No query ever came to doubts by their subject, nor to tallies by their item. The room of the old ones is free before the new one is made.
 */
export const leaner = `
drop index finding_counted;
drop index doubt_subject;
drop index tally_item;
create index finding_standing on finding (subject, campaign, happened_on, entry);
`;
