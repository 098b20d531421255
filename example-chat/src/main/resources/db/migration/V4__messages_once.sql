-- What names a message however often its page sends it, so that it is there once.
alter table message add column sent_as varchar(64);
create unique index message_sent_as on message (sent_as);
