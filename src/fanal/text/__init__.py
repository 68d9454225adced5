"""Small tools on words: folding, finding, comparing. It knows no law, no platform, no language list, and judges nothing."""
