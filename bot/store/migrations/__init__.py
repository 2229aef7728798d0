"""Forward-only migrations, in order. To add one: a module with ``STATEMENTS``, and its name at the end of this list.

Released migrations are never edited. Derived tables (search index, caches) may be dropped and rebuilt by one.
"""

MIGRATIONS: tuple[str, ...] = (
    "m0001_papers",
    "m0002_search",
    "m0003_people",
    "m0004_ranking",
    "m0005_digests",
    "m0006_installations",
    "m0007_vectors",
    "m0008_leases",
    "m0009_ranking_methods",
    "m0010_skipped_records",
    "m0011_status",
    "m0012_counters",
    "m0013_picks",
    "m0014_known_people",
    "m0015_emoji",
    "m0016_bar",
    "m0017_standing_feedback",
    "m0018_meanings",
    "m0019_short_lines",
    "m0020_links",
    "m0021_web_sessions",
    "m0022_mailboxes",
    "m0023_feed_addresses",
    "m0024_claimed_slots",
    "m0025_channel_addresses",
    "m0026_trending",
    "m0027_imports",
    "m0028_questions",
    "m0029_revised",
    "m0030_asked_once",
    "m0031_shown_saves",
    "m0032_latest_feedback",
)
