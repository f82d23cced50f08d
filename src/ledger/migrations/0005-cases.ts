/** Penalty cases and measures, and what is put on record of a service: the attempt, the proof, the receipt taken back. */
export const cases = `
create table penalty_case (
  id integer primary key,
  entry integer not null,
  campaign text not null,
  subject integer not null,
  number text,
  cause text not null,
  source text not null,
  procedure text not null,
  party text not null,
  acted_on text not null,
  approver text not null,
  officers text not null,
  findings text not null,
  traits text not null,
  note text not null,
  happened_on text not null
);
create index penalty_case_subject on penalty_case (subject);

create table case_step (
  id integer primary key,
  entry integer not null,
  case_id integer not null,
  step text not null,
  order_id integer,
  details text not null,
  happened_on text not null
);
create index case_step_case on case_step (case_id);

create table case_measure (
  id integer primary key,
  entry integer not null,
  campaign text not null,
  subject integer not null,
  case_id integer,
  measure text not null,
  authority text not null,
  basis text not null,
  approver text not null,
  premises text,
  until text,
  note text not null,
  happened_on text not null
);
create index case_measure_subject on case_measure (subject);

create table service_attempt (
  id integer primary key,
  entry integer not null,
  order_id integer not null,
  method text not null,
  outcome text not null,
  officers text not null,
  note text not null,
  happened_on text not null
);
create index service_attempt_order on service_attempt (order_id);

create table service_proof (
  id integer primary key,
  entry integer not null,
  service integer not null,
  officers text not null,
  place text,
  relation text,
  witness text,
  recording text,
  consent text,
  mail_no text,
  reason text
);
create index service_proof_service on service_proof (service);

create table service_return (
  id integer primary key,
  entry integer not null,
  service integer not null,
  signed_by text not null,
  note text not null,
  happened_on text not null
);
create index service_return_service on service_return (service);
`;
