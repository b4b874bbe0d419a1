-- description: A week of the example trackers
-- depends: 002, 003

-- migrate:up
CREATE TEMPORARY TABLE example_values (tracker text, date date, value text) ON COMMIT DROP;
COPY example_values FROM stdin;
Example: glasses of water	2026-01-05	6
Example: glasses of water	2026-01-06	8
Example: glasses of water	2026-01-07	7
Example: glasses of water	2026-01-08	8
Example: glasses of water	2026-01-09	9
Example: pages read	2026-01-05	20
Example: pages read	2026-01-07	34
\.

INSERT INTO tracker_values (tracker_id, date, value)
SELECT t.id, v.date, v.value
FROM example_values v JOIN trackers t ON t.name = v.tracker
ON CONFLICT ON CONSTRAINT unique_tracker_date DO NOTHING;

-- migrate:down
DELETE FROM tracker_values v USING trackers t
WHERE t.id = v.tracker_id AND t.name LIKE 'Example: %' AND v.date BETWEEN '2026-01-05' AND '2026-01-09';
