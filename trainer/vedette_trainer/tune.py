"""Searches the classifier's method and hyperparameters on its cross-validation."""

from dataclasses import fields

from .dataset import BadData
from .methods import METHODS, Choice
from .tasks.classifier import worth
from .tasks.context import Context

# By method and hyperparameter: (low, high, on a logarithmic scale); whole numbers stay whole
SPACE = {
    "extra-trees": {
        "min_samples_leaf": (1, 30, True),
        "max_features": (0.05, 0.6, False),
        "max_leaf_nodes": (32, 256, True),
        "positive_weight": (2.0, 200.0, True),
    },
    "boosting": {
        "learning_rate": (0.02, 0.2, True),
        "max_leaf_nodes": (4, 63, True),
        "min_samples_leaf": (10, 200, True),
        "l2_regularization": (0.1, 100.0, True),
        "max_features": (0.1, 1.0, False),
        "positive_weight": (2.0, 200.0, True),
    },
}


def tuned(context: Context, trials: int, minutes: float) -> tuple[Choice, float]:
    """
    The best choice and its mean average precision by campaign. A seeded tree-structured Parzen estimator (Bergstra et
    al. 2011) proposes; what the trainer would take anyway comes first, so the answer is never worse in this measure.
    """
    try:
        import optuna
    except ImportError as error:
        raise BadData("tune needs Optuna: pip install 'vedette-trainer[tune]'") from error
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=context.plan.seed))
    for method in SPACE:
        study.enqueue_trial(_as_trial(Choice.of(method)))
    study.optimize(lambda trial: worth(context, _proposed(trial)), n_trials=trials, timeout=minutes * 60)
    return _proposed(optuna.trial.FixedTrial(study.best_params)), study.best_value


def _as_trial(choice: Choice) -> dict:
    values = {f"{choice.method}.{name}": getattr(choice.settings, name) for name in SPACE[choice.method]}
    return {"method": choice.method} | values


def _proposed(trial) -> Choice:
    method = trial.suggest_categorical("method", list(SPACE))
    kinds = {one.name: one.type for one in fields(METHODS[method].Settings)}
    values = {}
    for name, (low, high, log) in SPACE[method].items():
        suggest = trial.suggest_int if kinds[name] is int else trial.suggest_float
        values[name] = suggest(f"{method}.{name}", low, high, log=log)
    return Choice(method, METHODS[method].Settings(**values))
