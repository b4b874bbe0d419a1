create function half(a int) returns int language plpgsql as $$
begin
	return a / 2; -- rounded
end
$$;
