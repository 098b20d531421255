-- Who opened a room and may rename it; nobody in particular for the first rooms, which are everybody's.
alter table room add column opened_by varchar(32) default '' not null;

create table avatar (
  person_id varchar(32) primary key,
  hash varchar(16) not null,
  type varchar(16) not null,
  image bytea not null
);
