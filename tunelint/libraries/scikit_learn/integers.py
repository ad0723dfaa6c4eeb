"""Which hyperparameters of scikit-learn's estimators must be whole numbers, as data.

Every entry was observed with scikit-learn 1.9.1 and is held by `tests/facts`. A float there, even
a whole one such as 4.0, is an InvalidParameterError in `fit`; NumPy's integers are accepted.
"""

from collections.abc import Mapping
from types import MappingProxyType

# Parameter to the estimators that take no float at all for it (TUN603).
INTEGER_ONLY: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "batch_size": frozenset(
            {
                "BernoulliRBM",
                "IncrementalPCA",
                "LatentDirichletAllocation",
                "MLPClassifier",
                "MLPRegressor",
                "MiniBatchDictionaryLearning",
                "MiniBatchKMeans",
                "MiniBatchNMF",
                "MiniBatchSparsePCA",
            }
        ),
        "branching_factor": frozenset(
            {
                "Birch",
            }
        ),
        "degree": frozenset(
            {
                "NuSVC",
                "NuSVR",
                "OneClassSVM",
                "PolynomialCountSketch",
                "PolynomialFeatures",
                "SVC",
                "SVR",
                "SplineTransformer",
            }
        ),
        "hidden_layer_sizes": frozenset(
            {
                "MLPClassifier",
                "MLPRegressor",
            }
        ),
        "iterated_power": frozenset(
            {
                "FactorAnalysis",
                "KernelPCA",
                "PCA",
            }
        ),
        "k": frozenset(
            {
                "SelectKBest",
            }
        ),
        "leaf_size": frozenset(
            {
                "DBSCAN",
                "HDBSCAN",
                "KNeighborsClassifier",
                "KNeighborsRegressor",
                "KNeighborsTransformer",
                "KernelDensity",
                "LocalOutlierFactor",
                "NearestNeighbors",
                "OPTICS",
                "RadiusNeighborsClassifier",
                "RadiusNeighborsRegressor",
                "RadiusNeighborsTransformer",
            }
        ),
        "max_bins": frozenset(
            {
                "HistGradientBoostingClassifier",
                "HistGradientBoostingRegressor",
            }
        ),
        "max_depth": frozenset(
            {
                "DecisionTreeClassifier",
                "DecisionTreeRegressor",
                "ExtraTreeClassifier",
                "ExtraTreeRegressor",
                "ExtraTreesClassifier",
                "ExtraTreesRegressor",
                "GradientBoostingClassifier",
                "GradientBoostingRegressor",
                "HistGradientBoostingClassifier",
                "HistGradientBoostingRegressor",
                "RandomForestClassifier",
                "RandomForestRegressor",
                "RandomTreesEmbedding",
            }
        ),
        "max_features": frozenset(
            {
                "CountVectorizer",
                "TfidfVectorizer",
            }
        ),
        "max_iter": frozenset(
            {
                "ARDRegression",
                "AffinityPropagation",
                "BayesianGaussianMixture",
                "BayesianRidge",
                "BisectingKMeans",
                "CCA",
                "DictionaryLearning",
                "ElasticNet",
                "ElasticNetCV",
                "FactorAnalysis",
                "FastICA",
                "GammaRegressor",
                "GaussianMixture",
                "GraphicalLasso",
                "GraphicalLassoCV",
                "HistGradientBoostingClassifier",
                "HistGradientBoostingRegressor",
                "HuberRegressor",
                "Isomap",
                "IterativeImputer",
                "KMeans",
                "KernelPCA",
                "LabelPropagation",
                "LabelSpreading",
                "LarsCV",
                "Lasso",
                "LassoCV",
                "LassoLars",
                "LassoLarsCV",
                "LassoLarsIC",
                "LatentDirichletAllocation",
                "LinearSVC",
                "LinearSVR",
                "LocallyLinearEmbedding",
                "LogisticRegression",
                "LogisticRegressionCV",
                "MDS",
                "MLPClassifier",
                "MLPRegressor",
                "MeanShift",
                "MiniBatchDictionaryLearning",
                "MiniBatchKMeans",
                "MiniBatchNMF",
                "MiniBatchSparsePCA",
                "MultiTaskElasticNet",
                "MultiTaskElasticNetCV",
                "MultiTaskLasso",
                "MultiTaskLassoCV",
                "NMF",
                "NeighborhoodComponentsAnalysis",
                "NuSVC",
                "NuSVR",
                "OneClassSVM",
                "OrthogonalMatchingPursuitCV",
                "PLSCanonical",
                "PLSRegression",
                "PassiveAggressiveClassifier",
                "PassiveAggressiveRegressor",
                "Perceptron",
                "PoissonRegressor",
                "Ridge",
                "RidgeClassifier",
                "SGDClassifier",
                "SGDOneClassSVM",
                "SGDRegressor",
                "SVC",
                "SVR",
                "SparsePCA",
                "TheilSenRegressor",
                "TweedieRegressor",
            }
        ),
        "max_leaf_nodes": frozenset(
            {
                "DecisionTreeClassifier",
                "DecisionTreeRegressor",
                "ExtraTreeClassifier",
                "ExtraTreeRegressor",
                "ExtraTreesClassifier",
                "ExtraTreesRegressor",
                "GradientBoostingClassifier",
                "GradientBoostingRegressor",
                "HistGradientBoostingClassifier",
                "HistGradientBoostingRegressor",
                "RandomForestClassifier",
                "RandomForestRegressor",
                "RandomTreesEmbedding",
            }
        ),
        "max_n_alphas": frozenset(
            {
                "LarsCV",
                "LassoLarsCV",
            }
        ),
        "max_trials": frozenset(
            {
                "RANSACRegressor",
            }
        ),
        "min_cluster_size": frozenset(
            {
                "HDBSCAN",
            }
        ),
        "min_samples": frozenset(
            {
                "DBSCAN",
                "HDBSCAN",
            }
        ),
        "min_samples_leaf": frozenset(
            {
                "HistGradientBoostingClassifier",
                "HistGradientBoostingRegressor",
            }
        ),
        "n_bins": frozenset(
            {
                "KBinsDiscretizer",
            }
        ),
        "n_clusters": frozenset(
            {
                "AgglomerativeClustering",
                "Birch",
                "BisectingKMeans",
                "FeatureAgglomeration",
                "KMeans",
                "MiniBatchKMeans",
                "SpectralBiclustering",
                "SpectralClustering",
                "SpectralCoclustering",
            }
        ),
        "n_components": frozenset(
            {
                "BayesianGaussianMixture",
                "BernoulliRBM",
                "CCA",
                "ClassicalMDS",
                "DictionaryLearning",
                "FactorAnalysis",
                "FastICA",
                "GaussianMixture",
                "GaussianRandomProjection",
                "IncrementalPCA",
                "Isomap",
                "KernelPCA",
                "LatentDirichletAllocation",
                "LinearDiscriminantAnalysis",
                "LocallyLinearEmbedding",
                "MDS",
                "MiniBatchDictionaryLearning",
                "MiniBatchNMF",
                "MiniBatchSparsePCA",
                "NMF",
                "NeighborhoodComponentsAnalysis",
                "Nystroem",
                "PLSCanonical",
                "PLSRegression",
                "PLSSVD",
                "PolynomialCountSketch",
                "RBFSampler",
                "SkewedChi2Sampler",
                "SparsePCA",
                "SparseRandomProjection",
                "SpectralBiclustering",
                "SpectralClustering",
                "SpectralEmbedding",
                "TSNE",
                "TruncatedSVD",
            }
        ),
        "n_estimators": frozenset(
            {
                "AdaBoostClassifier",
                "AdaBoostRegressor",
                "BaggingClassifier",
                "BaggingRegressor",
                "ExtraTreesClassifier",
                "ExtraTreesRegressor",
                "GradientBoostingClassifier",
                "GradientBoostingRegressor",
                "IsolationForest",
                "RandomForestClassifier",
                "RandomForestRegressor",
                "RandomTreesEmbedding",
            }
        ),
        "n_init": frozenset(
            {
                "BayesianGaussianMixture",
                "BisectingKMeans",
                "GaussianMixture",
                "KMeans",
                "MDS",
                "MiniBatchKMeans",
                "SpectralBiclustering",
                "SpectralClustering",
                "SpectralCoclustering",
            }
        ),
        "n_iter": frozenset(
            {
                "BernoulliRBM",
                "TruncatedSVD",
            }
        ),
        "n_iter_no_change": frozenset(
            {
                "GradientBoostingClassifier",
                "GradientBoostingRegressor",
                "HistGradientBoostingClassifier",
                "HistGradientBoostingRegressor",
                "MLPClassifier",
                "MLPRegressor",
                "PassiveAggressiveClassifier",
                "PassiveAggressiveRegressor",
                "Perceptron",
                "SGDClassifier",
                "SGDRegressor",
            }
        ),
        "n_knots": frozenset(
            {
                "SplineTransformer",
            }
        ),
        "n_neighbors": frozenset(
            {
                "Isomap",
                "KNNImputer",
                "KNeighborsClassifier",
                "KNeighborsRegressor",
                "KNeighborsTransformer",
                "LabelPropagation",
                "LabelSpreading",
                "LocalOutlierFactor",
                "LocallyLinearEmbedding",
                "NearestNeighbors",
                "SpectralClustering",
                "SpectralEmbedding",
            }
        ),
        "n_nonzero_coefs": frozenset(
            {
                "Lars",
                "OrthogonalMatchingPursuit",
            }
        ),
        "n_quantiles": frozenset(
            {
                "QuantileTransformer",
            }
        ),
        "n_restarts_optimizer": frozenset(
            {
                "GaussianProcessClassifier",
                "GaussianProcessRegressor",
            }
        ),
    }
)

# Parameter to the estimators that take a whole number as a count and a float in (0, 1] as a
# share: 4.0 is rejected there, 0.5 is not.
INTEGER_OR_SHARE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "max_df": frozenset(
            {
                "CountVectorizer",
                "TfidfVectorizer",
            }
        ),
        "max_features": frozenset(
            {
                "BaggingClassifier",
                "BaggingRegressor",
                "DecisionTreeClassifier",
                "DecisionTreeRegressor",
                "ExtraTreeClassifier",
                "ExtraTreeRegressor",
                "ExtraTreesClassifier",
                "ExtraTreesRegressor",
                "GradientBoostingClassifier",
                "GradientBoostingRegressor",
                "IsolationForest",
                "RandomForestClassifier",
                "RandomForestRegressor",
            }
        ),
        "max_samples": frozenset(
            {
                "BaggingClassifier",
                "BaggingRegressor",
                "IsolationForest",
            }
        ),
        "min_cluster_size": frozenset(
            {
                "OPTICS",
            }
        ),
        "min_df": frozenset(
            {
                "CountVectorizer",
                "TfidfVectorizer",
            }
        ),
        "min_samples": frozenset(
            {
                "OPTICS",
                "RANSACRegressor",
            }
        ),
        "min_samples_leaf": frozenset(
            {
                "DecisionTreeClassifier",
                "DecisionTreeRegressor",
                "ExtraTreeClassifier",
                "ExtraTreeRegressor",
                "ExtraTreesClassifier",
                "ExtraTreesRegressor",
                "GradientBoostingClassifier",
                "GradientBoostingRegressor",
                "RandomForestClassifier",
                "RandomForestRegressor",
                "RandomTreesEmbedding",
            }
        ),
        "min_samples_split": frozenset(
            {
                "DecisionTreeClassifier",
                "DecisionTreeRegressor",
                "ExtraTreeClassifier",
                "ExtraTreeRegressor",
                "ExtraTreesClassifier",
                "ExtraTreesRegressor",
                "GradientBoostingClassifier",
                "GradientBoostingRegressor",
                "RandomForestClassifier",
                "RandomForestRegressor",
                "RandomTreesEmbedding",
            }
        ),
        "n_components": frozenset(
            {
                "PCA",
            }
        ),
    }
)
