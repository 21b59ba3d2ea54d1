package dev.touchstone.report;

/** One piece of a section. All blocks are immutable data and hold plain text: escaping is the page's business. */
public sealed interface Block permits Paragraph, Facts, Table, Details, Bars, Histogram, HeatMap, Figure {}
