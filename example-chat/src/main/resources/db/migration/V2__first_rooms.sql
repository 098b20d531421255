insert into room (slug, name, purpose, created_at) values
  ('general', 'General', 'For everything and everyone', current_timestamp),
  ('random', 'Random', 'Loose ends and good links', current_timestamp),
  ('ideas', 'Ideas', 'Half-baked welcome', current_timestamp),
  ('help', 'Help', 'Ask, and somebody will know', current_timestamp);
