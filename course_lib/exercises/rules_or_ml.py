"""Lesson 03, Rule, model or both?: what is asked, what is misread, and what to say."""

from __future__ import annotations

from course_lib.exercises import rules_or_ml_judges as judge
from course_lib.exercises.exercise import Exercise
from course_lib.exercises.policy_play import fresh_returns, fresh_worlds, practice_returns, practice_worlds
from course_lib.exercises.rules_or_ml_page import PAGE as PAGE
from course_lib.exercises.rules_or_ml_page import START

LESSON = "03_rules_or_ml"

EXERCISES = (
    Exercise(
        name="warm_up_03", lesson=LESSON, kind="P", answers=("clicks_were", "late_share"), practice=judge.warm_up,
        misconceptions={
            "proxy as goal": "Nobody is paid in clicks. They stood in for the margin, and rose while it fell: a proxy.",
            "another share": "{value:g} is not it. A share divides the part by the whole: 7 late returns of 20 is 7 ÷ 20 = 0.35.",
        },
    ),
    Exercise(
        name="bet_03", lesson=LESSON, kind="P", answers=("wrong_of_10k", "how_sure"), practice=judge.bet,
        misconceptions={
            "it reads the policy": "Near {wrong:.0f}, in the mean of fifty such models. A model never reads the policy; it sees what "
            "was decided, and few of its 100 returns touch each clause.",
            "as if it had seen more": "Near {wrong:.0f}, in the mean of fifty such models. So few errors need many more examples, as you will see.",
        },
    ),
    Exercise(
        name="is_eligible", lesson=LESSON, kind="C", points=3, answers=("is_eligible",),
        practice=lambda answers: judge.rule(answers, practice_returns()),
        graded=lambda answers, seed: judge.rule(answers, fresh_returns(seed)),
        misconceptions={
            "signs": "Python stopped with {error}. On a whole column write `&`, `|` and `~`, not `and`, `or` and `not`; "
            "and put each comparison in brackets of its own, as in `(price < 10) & ~vip`.",
            "last day refused": "Your rule refuses {wrong:,} returns of the last day. “Within 30 days” still holds on day 30: write `<=`, not `<`.",
            "limit refused": "Your rule refuses {wrong:,} opened items of exactly £50. “More than £50” is not taken back: write `>`, not `>=`.",
            "clause forgotten": "Your rule decides {wrong:,} of {all:,} returns wrongly. One clause is not in it: {clause}.",
            "VIP without a limit": "Your rule accepts VIP customers on day 59 too: {wrong:,} of {all:,} returns wrong. Their limit is 45 days.",
            "VIP skips the rest": "Your rule lets VIP customers return what is taken back from nobody: {wrong:,} of {all:,} wrong. "
            "VIP changes the days; the other clauses hold for them too.",
            "outer brackets": "{wrong:,} of {all:,} are wrong: within 30 days your rule accepts everything. `&` binds tighter than `|`. "
            "Put brackets round the two ways to be in time, and `&` the rest to that.",
            "not either": "{wrong:,} of {all:,} are wrong: your rule refuses what is opened, and also what is dear. "
            "Only what is both is not taken back: `~` goes before a bracket that holds both.",
            "upside down": "All {all:,} are wrong: your rule is True where the policy refuses. True means accepted.",
            "all alike": "Your rule {says} all {all:,} returns, {wrong:,} of them wrongly. A comparison without brackets of its own can do that.",
        },
        hints=(
            "Take the clauses one by one: when is a return in time, and what is not taken back even then?",
            "In time means: early enough for everybody, or a VIP and early enough for a VIP. Then: and no final sale, and not (opened and dear). Each part in its own brackets.",
            "A library: 14 days, members 21, no loan copies of new films. `((days <= 14) | (member & (days <= 21))) & ~(new & film)`.",
        ),
    ),
    Exercise(
        name="upkeep_03", lesson=LESSON, kind="S", points=4, answers=("rule_costs", "model_costs"), practice=judge.upkeep,
        misconceptions={
            "first version forgotten": "`{name}` is £{value:,.0f}: that pays for the eight changes. The first version costs as much as a change: nine in all.",
            "one year": "`{name}` is £{value:,.0f}: that counts the changes of one year. In two years there are eight, and the start.",
            "changes forgotten": "`{name}` is £{value:,.0f}: that pays for the start only. The policy changes eight times in two years, and each change is paid again.",
            "one clause": "`{name}` is £{value:,.0f}: £400 is the price of one clause, and each version goes through all eight.",
            "labels paid once": "`{name}` is £{value:,.0f}: that buys the 1,000 examples once. After a change they follow the old policy, and you buy new ones.",
            "mistakes left out": "`{name}` is £{value:,.0f}: the model's mistakes are missing. 83 in 10,000, over 40,000 decisions, at £15 each.",
            "mistakes in 10,000": "`{name}` is £{value:,.0f}: that prices 83 mistakes. 83 is out of 10,000, and two years bring 40,000 decisions.",
        },
        hints=(
            "Count first how often each is made: at the start, and at each change of two years.",
            "Rule: versions × clauses × price. Model: versions × (labels + training) + watching + mistakes × price.",
            "Another shop: 3 clauses at £200, one change a year, two years: `(1 + 2) * 3 * 200` for the rule. A model at £700 a version, "
            "£5,000 for watching and 50 mistakes at £10: `(1 + 2) * 700 + 5_000 + 50 * 10`.",
        ),
    ),
    Exercise(
        name="three_worlds", lesson=LESSON, kind="D", points=6, answers=("choices",), starts={"choices": START},
        practice=lambda answers: judge.worlds(answers, practice_worlds()),
        graded=lambda answers, seed: judge.worlds(answers, fresh_worlds(seed)),
        misconceptions={
            "model everywhere": "A model everywhere saves {saved:.0f} % of what could be saved. It guesses at clauses that somebody has "
            "already written, and each wrong guess costs. Where is nothing left to learn?",
            "rule everywhere": "A rule everywhere saves {saved:.0f} % of what could be saved. Where nothing is written it is the team's "
            "guess, and what nobody can write down gets through.",
            "hybrid everywhere": "Both everywhere saves {saved:.0f} % of what could be saved. It sounds safe and pays two upkeeps, also "
            "where one of the two has nothing to add.",
            "swapped": "You save {saved:.0f} % of what could be saved: returns and listings are swapped. All of returns is written; part of what is "
            "wrong with listings is not.",
        },
        hints=(
            "Compare the rows `policy_miss` and `pattern_miss`. In which world is one of them £0?",
            "What is written needs no examples. What nobody can write needs them. Pay for both only where both kinds of miss cost.",
            'Another shop: parcels must stay below a written weight (policy_miss £90), and nothing else is wrong with any (pattern_miss £0). '
            'Nothing is left to learn there: `{"parcels": "rule"}`.',
        ),
    ),
    Exercise(
        name="card_sentence", lesson=LESSON, kind="T", points=3, answers=("we_will", "because", "unless"), practice=judge.sentence,
        misconceptions={
            "learn what is written": "`we_will` buys a guess at four clauses that Tom already has on paper. Where a policy is written, what can a model add?",
            "both to be safe": "`we_will` pays two upkeeps. Where the two differ on returns, the rule is right: the policy is exact.",
            "price alone": "Writing costs £1,600, and 1,000 examples with training £1,500: here the price decides nothing. Tom weighs wrong decisions against wrong decisions.",
            "a share that flatters": "96 % right sounds well. It is about 730 of a year's 20,000 returns wrong, £11k; the rule is right on all.",
            "no trigger": "Twice the returns are twice the model's mistakes and none of the rule's: that changes nothing. What makes the rule dear to keep right?",
            "better than exact": "No model can beat 0 mistakes. What can change your mind is what the rule costs to keep right.",
        },
        hints=(
            "Which of the sentences could Tom act on without asking you anything?",
            "A decision with its upkeep; mistakes against mistakes; a place where the lines cross.",
            "Another team: “We will route parcels by the written weight table, because it misroutes 0 of 5,000 and the model 60, "
            "unless the table changes monthly.”",
        ),
    ),
    Exercise(
        name="straw_baseline", lesson=LESSON, kind="F", points=4, answers=("empty_claim", "better_wrong"), practice=judge.straw,
        misconceptions={
            "all beat their baseline": "All three beat the baseline their makers chose. For each, count how often the other answer would be wrong: one model loses to it.",
            "a straw baseline is enough": "The baseline for {said} is straw. But the other answer errs on {better_wrong:,} of {cases:,}, and the model on {model_wrong:,}: it beats that too.",
            "errs most": "The model for {said} errs most. But no single answer errs less than {better_wrong:,} times there, and the model errs {model_wrong:,} times: a fair win.",
            "their own baseline": "{value:,.0f} is how often the answer they chose is wrong. Count the other answer, given to all cases.",
            "the model's errors": "{value:,.0f} is how often the model is wrong. Count the better single answer, given to all cases.",
        },
        hints=(
            "A baseline was chosen by somebody. Which other answer could they have given to all cases?",
            "“Always accept” is wrong for every case that should be refused: cases − accepted. “Always refuse” is wrong for every accepted one.",
            "Another model: 1,000 cases, 900 accepted. Refusing all errs `900` times, accepting all `1_000 - 900` = 100 times. A model with 150 errors loses.",
        ),
    ),
)  # fmt: skip
