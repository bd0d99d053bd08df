-- Why a message was not taken, in parts, as JSON.
ALTER TABLE notices ADD COLUMN said TEXT;
