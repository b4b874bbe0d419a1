-- from
create schema audit;
comment on schema audit is 'old';
grant usage on schema audit to case_reader;
-- to
create schema audit;
comment on schema audit is 'it''s new';
grant usage, create on schema audit to case_writer;
-- plan
REVOKE USAGE ON SCHEMA "audit" FROM "case_reader";
GRANT CREATE, USAGE ON SCHEMA "audit" TO "case_writer";
COMMENT ON SCHEMA "audit" IS 'it''s new';
-- hazards
CHANGES_AUTHORIZATION:audit
-- online
REVOKE USAGE ON SCHEMA "audit" FROM "case_reader";
GRANT CREATE, USAGE ON SCHEMA "audit" TO "case_writer";
COMMENT ON SCHEMA "audit" IS 'it''s new';
