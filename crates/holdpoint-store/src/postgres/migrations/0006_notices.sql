-- Why a message was not taken, in parts, as JSON; and of which attempt that is: an older build that tries again leaves it as it was.
ALTER TABLE notices ADD COLUMN said TEXT, ADD COLUMN said_of BIGINT;
