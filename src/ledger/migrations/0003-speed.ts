/** Indexes that hold all that a state is decided by, so that a report over a million findings reads no more than it must. */
export const speed = `
create index roster_latest on roster (subject, happened_on, id, entry);
create index roster_town on roster (town, subject);
create index service_latest on service (order_id, id, happened_on, entry, due_on);
create index order_finding_taken on order_finding (finding, order_id);
create index review_outcome_latest on review_outcome (finding, happened_on, id, entry, outcome);
create index close_out_first on close_out (finding, happened_on, id, entry);
create index finding_counted on finding (subject, campaign, happened_on, severity, lead, order_kind, inspection, relapse_of, entry);
create index inspection_counted on inspection (subject, campaign, kind, happened_on, entry);
drop index roster_subject;
drop index service_order;
drop index order_finding_finding;
drop index review_outcome_finding;
drop index close_out_finding;
drop index finding_subject;
drop index inspection_subject;
`;
