-- description: Two trackers to look at, with what to do for each
-- depends: 001

-- migrate:up
INSERT INTO trackers (name, description, unit) VALUES
    ('Example: glasses of water', 'Eight a day', 'glasses'),
    ('Example: pages read', NULL, 'pages')
ON CONFLICT (name) DO NOTHING;

INSERT INTO items (tracker_id, name)
SELECT t.id, i.name
FROM trackers t JOIN (VALUES
    ('Example: glasses of water', 'One with breakfast'),
    ('Example: glasses of water', 'One before each meal'),
    ('Example: pages read', 'Twenty before going to sleep')) i (tracker, name) ON i.tracker = t.name;

-- migrate:down
DELETE FROM trackers WHERE name IN ('Example: glasses of water', 'Example: pages read');
