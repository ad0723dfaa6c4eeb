"""bayes_opt: searches by ``BayesianOptimization``, which maximises, or is asked and told."""
