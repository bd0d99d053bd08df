-- What an invite is for. Tokens from before have no id: they are not listed, and expire.
ALTER TABLE tokens ADD COLUMN id TEXT;
ALTER TABLE tokens ADD COLUMN made_by TEXT REFERENCES accounts (id);
ALTER TABLE tokens ADD COLUMN made_at INTEGER;
-- JSON: the launch, role and sections that whoever accepts is given; NULL: an account only.
ALTER TABLE tokens ADD COLUMN gives TEXT;
