-- Signing in: what stands before an account, codes that are exchanged for tokens, and tokens of one's own login form.

-- A member who may not sign in yet, and why; `state_token` belongs to the code of an e-mail that was never sent.
CREATE TABLE wix_member_hurdles (
  member_id TEXT PRIMARY KEY, state TEXT NOT NULL, state_token TEXT NOT NULL UNIQUE
) WITHOUT ROWID;

CREATE TABLE wix_authorization_codes (
  code TEXT PRIMARY KEY, member_id TEXT NOT NULL, client_id TEXT NOT NULL, redirect_uri TEXT NOT NULL,
  code_challenge TEXT NOT NULL, scope TEXT NOT NULL, visitor_id TEXT, expires_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE wix_session_tokens (
  token TEXT PRIMARY KEY, member_id TEXT NOT NULL, expires_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX wix_tokens_by_subject ON wix_tokens (subject_id);
