"""Slack, through slack_bolt's socket client and slack_sdk."""
