-- from
create extension hstore;
revoke execute on function hstore_in(cstring) from public;
grant usage on type ghstore to case_reader;
-- to
create extension hstore;
grant execute on function hstore_out(hstore) to case_writer;
-- not compared
privileges on a member of an extension public.ghstore
privileges on a member of an extension public.hstore_in(cstring)
privileges on a member of an extension public.hstore_out(public.hstore)
-- not compared 17
privileges on a member of an extension public.ghstore
privileges on a member of an extension public.hstore_in(cstring)
privileges on a member of an extension public.hstore_out(public.hstore)
